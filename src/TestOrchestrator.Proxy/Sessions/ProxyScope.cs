using System.Diagnostics;
using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Expectations;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Har;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Waiting;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>
/// A part of a session's life, such as a test: the mocks it adds end with it, and it sees its own exchanges and those of the scopes within
/// it.
/// </summary>
/// <remarks>
/// <para>Thread-safe. What has been seen can still be read after the scope has ended.</para>
/// <para>
/// An exchange belongs to the scope that the trace id in its <c>traceparent</c> header, or in the entry <c>to.scope</c> of its
/// <c>baggage</c> header, names, also when that scope has ended. Without such an id it belongs to the innermost open scope, or, where
/// several are open side by side, to the one that holds them all.
/// </para>
/// </remarks>
public sealed class ProxyScope : IAsyncDisposable
{
    private readonly ProxySession _session;
    private readonly ScopeNode _node;

    internal ProxyScope(ProxySession session, ScopeNode node) => (_session, _node) = (session, node);

    /// <summary>Gets the name, for messages.</summary>
    public string Name => _node.Name;

    /// <summary>Gets the trace whose requests belong to this scope.</summary>
    /// <value><see langword="null"/> when none was named.</value>
    public ActivityTraceId? TraceId => _node.TraceId;

    /// <summary>Gets a value indicating whether the scope has not ended.</summary>
    public bool IsOpen => _session.Scopes.IsOpen(_node);

    /// <summary>Gets what went through, in the order in which requests came, as it is known now.</summary>
    public IReadOnlyList<RecordedExchange> Exchanges => Find(RequestPattern.Any);

    /// <summary>Gets what a test should hear of although the proxy went on, oldest first; the first 1,000 of a session are kept.</summary>
    public IReadOnlyList<ProxyProblem> Problems => _session.Problems.SeenBy(_node);

    /// <summary>Gets the recording that is in effect here: of this scope, or of the nearest around it that has one.</summary>
    /// <value><see langword="null"/> when nothing is recorded or replayed.</value>
    public Recording? Recording => _node.RecordingInEffect();

    /// <summary>Gets the number of the newest event of the session, 0 before the first.</summary>
    public long LastEvent => _session.Events.Last;

    internal ScopeTree Tree => _session.Scopes;

    internal ScopeNode Node => _node;

    private ExchangeExpectation Expectation => new(_session.Log, _node);

    /// <summary>Opens a scope within this one.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="traceId">
    /// The trace whose requests belong to it; <see langword="null"/> names none. Of two scopes with the same trace the later one gets them.
    /// </param>
    /// <exception cref="ProxyException">TO2004: this scope has ended.</exception>
    public ProxyScope OpenScope(string name, ActivityTraceId? traceId = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new ProxyScope(_session, _session.Scopes.Open(_node, name, traceId));
    }

    /// <summary>Says that problems may happen in this scope and those within it: they are listed, and fail no test.</summary>
    /// <param name="codes">Their codes, such as <c>TO2301</c> for requests that nothing lets through; at least one.</param>
    /// <exception cref="ProxyException">TO2214: none, or one that is no such code. TO2004: the scope has ended.</exception>
    public void IgnoreProblems(params string[] codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        string[] known = [.. codes.Select(ProblemCode.Checked)];
        if (known.Length == 0)
        {
            throw SessionErrors.ProblemCode("nothing");
        }

        Tree.Ignore(_node, known);
    }

    /// <summary>Begins a mock for the requests that fit a pattern; it is in effect from the call that says how to respond.</summary>
    /// <param name="pattern">
    /// Describes the requests. Mocks of inner scopes are tried before those of outer ones, and newer ones before older ones.
    /// </param>
    /// <exception cref="ProxyException">TO21xx: the pattern cannot be read.</exception>
    public MockSetup When(Func<RequestPattern, RequestPattern> pattern) => new(this, RequestPattern.From(pattern));

    /// <summary>Removes the mocks that were added to this scope. Those of scopes within it and around it stay.</summary>
    public void RemoveMocks() => Tree.RemoveMocks(_node);

    /// <summary>
    /// Sends the requests for a host somewhere else, without the client noticing; mocks still go by what the client asked for.
    /// </summary>
    /// <remarks>
    /// A redirected request is let through whatever the session's policy. Redirections of inner scopes go before those of outer ones,
    /// longer patterns before shorter ones. One hop: the target is not redirected again.
    /// </remarks>
    /// <param name="from">
    /// The hosts: <c>h</c>, <c>h:port</c> or <c>*.h</c>. Those that are tunneled are connected elsewhere by the redirections of the
    /// session's root scope, and of the innermost open one.
    /// </param>
    /// <param name="to">
    /// Where to: <c>[scheme://]host[:port]</c>. Without a scheme the request keeps its own, without a port it is that of the scheme.
    /// </param>
    /// <param name="preserveHost">
    /// Whether the Host header stays what the client sent; TLS then asks for that name, too. Otherwise both become the target's.
    /// </param>
    /// <exception cref="ProxyException">TO2102, TO2213: a text cannot be read. TO2004: the scope has ended.</exception>
    public Redirection Redirect(string from, string to, bool preserveHost = false)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        Redirection redirection = new(this, HostPattern.Parse(from), RedirectTarget.Parse(to), preserveHost);
        Tree.Add(_node, redirection);
        return redirection;
    }

    /// <summary>Disturbs the exchanges and tunnels that fit a pattern, of this scope and those within it, from now on.</summary>
    /// <param name="pattern">
    /// Describes the requests. Tunnels, which have the URL <c>tcp://host:port/</c>, fit patterns that ask for no more than a host.
    /// </param>
    /// <param name="fault">Describes what goes wrong; called once, now. Several faults act together, see <see cref="Disturbance"/>.</param>
    /// <returns>The fault, in effect until it is removed or this scope ends.</returns>
    /// <exception cref="ProxyException">
    /// TO21xx: the pattern cannot be read. TO2280 to TO2287: there is no such fault. TO2004: the scope has ended.
    /// </exception>
    public Fault Disturb(Func<RequestPattern, RequestPattern> pattern, Func<Disturbance, Disturbance> fault) => Disturb(RequestPattern.From(pattern), fault, mock: null);

    /// <summary>Disturbs all exchanges and tunnels of this scope and those within it, from now on.</summary>
    /// <param name="fault">As in <see cref="Disturb(Func{RequestPattern, RequestPattern}, Func{Disturbance, Disturbance})"/>.</param>
    /// <returns>The fault, in effect until it is removed or this scope ends.</returns>
    /// <exception cref="ProxyException">TO2280 to TO2287: there is no such fault. TO2004: the scope has ended.</exception>
    public Fault Disturb(Func<Disturbance, Disturbance> fault) => Disturb(r => r, fault);

    /// <summary>Records the requests of this scope and those within it, or answers them from what was recorded, from now on.</summary>
    /// <remarks>
    /// Mocks go before the recording. A scope within this one may use a recording of its own, which then goes before this.
    /// </remarks>
    /// <param name="options">Which file, and how.</param>
    /// <param name="cancellationToken">Ends the reading of the file.</param>
    /// <returns>The recording, in effect until it is committed or disposed, or this scope ends.</returns>
    /// <exception cref="ProxyException">
    /// TO2640: the options contradict each other. TO2641, TO2643, TO2260 to TO2262: the file cannot be read. TO2642: the scope uses another
    /// one. TO2004: the scope has ended.
    /// </exception>
    public Task<Recording> UseRecordingAsync(RecordingOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Recording.UseAsync(options, _session, _node, cancellationToken);
    }

    /// <summary>Gets the exchanges whose requests fit a pattern, in the order in which they came, as they are known now.</summary>
    /// <param name="pattern">Describes the requests.</param>
    public IReadOnlyList<RecordedExchange> Find(Func<RequestPattern, RequestPattern> pattern) => Find(RequestPattern.From(pattern));

    /// <summary>Counts the requests that fit a pattern, answered or not.</summary>
    /// <param name="pattern">Describes the requests.</param>
    public int Count(Func<RequestPattern, RequestPattern> pattern) => Find(pattern).Count;

    /// <summary>
    /// Waits for an exchange whose request fits a pattern, and which has been answered; one that has been already is returned at once.
    /// </summary>
    /// <param name="pattern">Describes the request.</param>
    /// <param name="timeout">
    /// How long to wait; <see langword="null"/> is the session's <see cref="ProxySessionLimits.WaitTimeout"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The first such exchange. Event streams, WebSockets and tunnels, which have no end to wait for, are returned once they have begun.
    /// </returns>
    /// <exception cref="TimeoutException">TO2401: none came in time; the message compares the nearest ones.</exception>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public async Task<RecordedExchange> WaitForAsync(
        Func<RequestPattern, RequestPattern> pattern, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        (await WaitForAsync(pattern, 1, timeout, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>
    /// Waits for several exchanges, as <see cref="WaitForAsync(Func{RequestPattern, RequestPattern}, TimeSpan?, CancellationToken)"/> waits
    /// for one.
    /// </summary>
    /// <param name="pattern">Describes the requests.</param>
    /// <param name="count">How many to wait for, at least 1.</param>
    /// <param name="timeout">
    /// How long to wait; <see langword="null"/> is the session's <see cref="ProxySessionLimits.WaitTimeout"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The first <paramref name="count"/> of them that were answered, in the order in which the requests came.</returns>
    /// <exception cref="TimeoutException">TO2401: too few came in time; the message compares the nearest ones.</exception>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public Task<IReadOnlyList<RecordedExchange>> WaitForAsync(
        Func<RequestPattern, RequestPattern> pattern, int count, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Expectation.AnsweredAsync(RequestPattern.From(pattern), count, Timeout(timeout), cancellationToken);
    }

    /// <summary>
    /// Asserts that one request fits a pattern: waits for it, then until the scope is quiet, so that a second one would have been seen.
    /// </summary>
    /// <remarks>
    /// Quiet means: in this scope, those around it and those within it nothing is unanswered, and nothing has come or been answered for
    /// <paramref name="quiet"/>.
    /// </remarks>
    /// <param name="pattern">Describes the request.</param>
    /// <param name="timeout">
    /// How long to wait for the request, and then for quiet; <see langword="null"/> is the session's
    /// <see cref="ProxySessionLimits.WaitTimeout"/>.
    /// </param>
    /// <param name="quiet">
    /// How long nothing may happen, counted from this call at the earliest; <see langword="null"/> is the session's
    /// <see cref="ProxySessionLimits.Quiet"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ProxyAssertionException">
    /// TO2402: none came in time. TO2403: a second one came, which ends the wait at once.
    /// </exception>
    /// <exception cref="TimeoutException">TO2405: it did not become quiet.</exception>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public Task AssertOnceAsync(
        Func<RequestPattern, RequestPattern> pattern, TimeSpan? timeout = null, TimeSpan? quiet = null, CancellationToken cancellationToken = default) =>
        Expectation.OnceAsync(RequestPattern.From(pattern), Timeout(timeout), Quiet(quiet), cancellationToken);

    /// <summary>Asserts that no request fits a pattern: waits until the scope is quiet, as <see cref="AssertOnceAsync"/> does.</summary>
    /// <param name="pattern">Describes the request.</param>
    /// <param name="timeout">
    /// How long to wait for quiet; <see langword="null"/> is the session's <see cref="ProxySessionLimits.WaitTimeout"/>.
    /// </param>
    /// <param name="quiet">
    /// How long nothing may happen, counted from this call at the earliest; <see langword="null"/> is the session's
    /// <see cref="ProxySessionLimits.Quiet"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ProxyAssertionException">TO2404: one came, which ends the wait at once.</exception>
    /// <exception cref="TimeoutException">TO2405: it did not become quiet.</exception>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public Task AssertNoneAsync(
        Func<RequestPattern, RequestPattern> pattern, TimeSpan? timeout = null, TimeSpan? quiet = null, CancellationToken cancellationToken = default) =>
        Expectation.NoneAsync(RequestPattern.From(pattern), Timeout(timeout), Quiet(quiet), cancellationToken);

    /// <summary>Waits for a message of a WebSocket; one that has passed already is returned at once.</summary>
    /// <param name="pattern">Describes the request that was upgraded to the WebSocket.</param>
    /// <param name="predicate">
    /// Says whether a message is the one; it is asked once for each that the session still keeps, in their order, closes and pings
    /// included. It returns quickly and may be called on any thread.
    /// </param>
    /// <param name="timeout">
    /// How long to wait; <see langword="null"/> is the session's <see cref="ProxySessionLimits.WaitTimeout"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The first such message.</returns>
    /// <exception cref="TimeoutException">TO2250: none came in time; the message shows the last ones.</exception>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public Task<WebSocketMessage> WaitForMessageAsync(
        Func<RequestPattern, RequestPattern> pattern, Func<WebSocketMessage, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new MessageExpectation(_session.Log, _node, RequestPattern.From(pattern), predicate).PassedAsync(Timeout(timeout), cancellationToken);
    }

    /// <summary>
    /// Reads what happens in this scope and those within it: what is still kept of the past, then what comes, until the session ends.
    /// </summary>
    /// <remarks>
    /// Any number of readers may read at once. The traffic waits for none of them: the newest 10,000 events of a session are kept, and
    /// where a reader finds that some are gone it gets a <see cref="ProxyEventKind.Gap"/>. The events of one exchange are in its order.
    /// </remarks>
    /// <param name="since">
    /// The number of the event after which to begin: 0 begins with the oldest that is kept, <see cref="LastEvent"/> with what comes.
    /// </param>
    /// <param name="bodies">How much of bodies and messages is in the events.</param>
    /// <param name="cancellationToken">Ends the reading, with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="since"/> is negative.</exception>
    public IAsyncEnumerable<ProxyEvent> EventsAsync(long since = 0, EventBodies bodies = EventBodies.None, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(since);
        return _session.Events.ReadAsync(_node, since, new EventReading(bodies, _session.Secrets), cancellationToken);
    }

    /// <summary>Gets the exchanges as HAR 1.2, the text that <see cref="WriteHarAsync(string, CancellationToken)"/> writes.</summary>
    /// <param name="idle">When given, waits as <see cref="WriteHarAsync(string, TimeSpan, CancellationToken)"/> does.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<string> HarAsync(TimeSpan? idle = null, CancellationToken cancellationToken = default)
    {
        if (idle is { } quiet)
        {
            await IdleAsync(quiet, cancellationToken).ConfigureAwait(false);
        }

        return await HarFile.TextAsync(HarContents(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the exchanges as HAR 1.2, as <see cref="WriteHarAsync(string, CancellationToken)"/> does, once nothing is in flight.
    /// </summary>
    /// <param name="path">Where to write; a file that is there is replaced. The directory exists.</param>
    /// <param name="idle">
    /// How long nothing may come or be answered, counted from this call at the earliest, with nothing unanswered. What does not become
    /// quiet within the session's <see cref="ProxySessionLimits.WaitTimeout"/> is written as it is then.
    /// </param>
    /// <param name="cancellationToken">Ends wait and writing; the file is then as it was.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task WriteHarAsync(string path, TimeSpan idle, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        await IdleAsync(idle, cancellationToken).ConfigureAwait(false);
        await WriteHarAsync(path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the exchanges as HAR 1.2, which browsers import; the file is seen whole or not at all.</summary>
    /// <param name="path">Where to write; a file that is there is replaced. The directory exists.</param>
    /// <param name="cancellationToken">Ends the writing; the file is then as it was.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public Task WriteHarAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return HarFile.WriteAsync(path, HarContents(), cancellationToken);
    }

    /// <summary>
    /// Ends the scope and those within it: their mocks answer no more, and their faults let go what they hold. Requests in flight go on.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        _session.Close(_node);
        return ValueTask.CompletedTask;
    }

    internal Fault Disturb(RequestPattern pattern, Func<Disturbance, Disturbance> fault, Mock? mock)
    {
        Fault added = new(Name, pattern, Disturbance.From(fault), _session.Log.Clock, f => Tree.Remove(_node, f), _session.Connections.Ending, mock);
        _session.Log.MakeFault(number =>
        {
            added.Number = number;
            Tree.Add(_node, added);
        });
        return added;
    }

    private HarExport HarContents() => new(Exchanges, Problems, _session.Secrets);

    private Task IdleAsync(TimeSpan idle, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(idle, TimeSpan.Zero);
        return Expectation.IdleAsync(idle, _session.Options.Limits.WaitTimeout, cancellationToken);
    }

    private IReadOnlyList<RecordedExchange> Find(RequestPattern pattern) =>
        _session.Log.Describe(_session.Log.See().Exchanges.Select(e => e.Exchange).Where(e => _node.Sees(e.Scope) && pattern.Fits(e.Subject()) == Fit.Yes));

    private TimeSpan Timeout(TimeSpan? asked) => Wait.Checked(asked ?? _session.Options.Limits.WaitTimeout, "timeout");

    private TimeSpan Quiet(TimeSpan? asked) => Wait.Checked(asked ?? _session.Options.Limits.Quiet, "quiet");
}
