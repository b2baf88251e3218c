using System.Globalization;
using TestOrchestrator.Proxy.Client.Definitions;
using TestOrchestrator.Proxy.Client.Http;
using TestOrchestrator.Proxy.Client.Reports;

namespace TestOrchestrator.Proxy.Client;

/// <summary>A session of a proxy in another process. Thread-safe.</summary>
/// <remarks>
/// Scopes are named by their ids; where none is given, the root scope of the session is meant, which sees everything in it.
/// </remarks>
public sealed class ControlledSession
{
    private readonly ControlHttp _http;
    private readonly string _path;

    internal ControlledSession(ControlHttp http, string id)
    {
        _http = http;
        Id = id;
        _path = $"sessions/{Uri.EscapeDataString(id)}";
    }

    /// <summary>Gets the id, or <c>current</c>.</summary>
    public string Id { get; }

    /// <summary>Shows what it is.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<SessionReport> GetAsync(CancellationToken cancellationToken = default) => _http.GetAsync(_path, WireContext.Default.SessionReport, cancellationToken);

    /// <summary>Ends it; not the one at whose address the server is asked.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<EndReport> EndAsync(CancellationToken cancellationToken = default) => _http.DeleteAsync(_path, WireContext.Default.EndReport, cancellationToken);

    /// <summary>
    /// Stops listening and aborts connections, as a proxy that is down; not the one at whose address the server is asked.
    /// </summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task SuspendAsync(CancellationToken cancellationToken = default) => _http.PostAsync($"{_path}/suspend", cancellationToken);

    /// <summary>Listens again.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task ResumeAsync(CancellationToken cancellationToken = default) => _http.PostAsync($"{_path}/resume", cancellationToken);

    /// <summary>Opens a scope.</summary>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="parent">The id of the scope that it is in.</param>
    /// <param name="traceId">
    /// The trace whose requests belong to it: 32 lower-case hexadecimal digits; <see langword="null"/> names none.
    /// </param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<ScopeReport> OpenScopeAsync(string name, string? parent = null, string? traceId = null, CancellationToken cancellationToken = default) =>
        _http.PostAsync($"{_path}/scopes", new ScopeRequest(name, parent, traceId), WireContext.Default.ScopeRequest, WireContext.Default.ScopeReport, cancellationToken);

    /// <summary>Lists the scopes that have not ended, outer before inner.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<IReadOnlyList<ScopeReport>> ScopesAsync(CancellationToken cancellationToken = default) =>
        _http.GetAsync($"{_path}/scopes", WireContext.Default.IReadOnlyListScopeReport, cancellationToken);

    /// <summary>Ends a scope and those within it; their gates open.</summary>
    /// <param name="scope">Its id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<EndReport> EndScopeAsync(string scope, CancellationToken cancellationToken = default) =>
        _http.DeleteAsync($"{_path}/scopes/{Uri.EscapeDataString(scope)}", WireContext.Default.EndReport, cancellationToken);

    /// <summary>Adds a mock; it is in effect when this returns.</summary>
    /// <param name="mock">What it is to be.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<MockReport> AddMockAsync(MockDefinition mock, CancellationToken cancellationToken = default) =>
        _http.PostAsync($"{_path}/mocks", mock, WireContext.Default.MockDefinition, WireContext.Default.MockReport, cancellationToken);

    /// <summary>Lists mocks, with their calls.</summary>
    /// <param name="scope">The id of a scope.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<IReadOnlyList<MockReport>> MocksAsync(string? scope = null, CancellationToken cancellationToken = default) =>
        _http.GetAsync($"{_path}/mocks{Of(scope)}", WireContext.Default.IReadOnlyListMockReport, cancellationToken);

    /// <summary>Shows a mock, with its calls.</summary>
    /// <param name="mock">Its id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<MockReport> MockAsync(string mock, CancellationToken cancellationToken = default) =>
        _http.GetAsync($"{_path}/mocks/{Uri.EscapeDataString(mock)}", WireContext.Default.MockReport, cancellationToken);

    /// <summary>Removes a mock.</summary>
    /// <param name="mock">Its id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task RemoveMockAsync(string mock, CancellationToken cancellationToken = default) => _http.DeleteAsync($"{_path}/mocks/{Uri.EscapeDataString(mock)}", cancellationToken);

    /// <summary>Removes all mocks of a scope and of those within it.</summary>
    /// <param name="scope">The id of the scope.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task RemoveMocksAsync(string? scope = null, CancellationToken cancellationToken = default) => _http.DeleteAsync($"{_path}/mocks{Of(scope)}", cancellationToken);

    /// <summary>Makes a closed gate, which holds the answers of mocks that name it.</summary>
    /// <param name="limit">
    /// How long an answer is held at most; <see langword="null"/> is 60 seconds. What goes then is a problem, TO2470.
    /// </param>
    /// <param name="scope">The id of the scope with which it is opened at the latest.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<ControlledGate> AddGateAsync(TimeSpan? limit = null, string? scope = null, CancellationToken cancellationToken = default)
    {
        GateReport added = await _http.PostAsync(
            $"{_path}/gates", new GateRequest(scope, limit?.TotalSeconds), WireContext.Default.GateRequest, WireContext.Default.GateReport, cancellationToken).ConfigureAwait(false);
        return new ControlledGate(_http, _path, added.Id);
    }

    /// <summary>Lists the gates, with what they hold.</summary>
    /// <param name="scope">The id of a scope.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<IReadOnlyList<GateReport>> GatesAsync(string? scope = null, CancellationToken cancellationToken = default) =>
        _http.GetAsync($"{_path}/gates{Of(scope)}", WireContext.Default.IReadOnlyListGateReport, cancellationToken);

    /// <summary>Lists what is done with hosts.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<IReadOnlyList<HostRuleReport>> HostRulesAsync(CancellationToken cancellationToken = default) =>
        _http.GetAsync($"{_path}/hosts", WireContext.Default.IReadOnlyListHostRuleReport, cancellationToken);

    /// <summary>Says what is done with hosts.</summary>
    /// <param name="host"><c>h</c>, <c>h:port</c> or <c>*.h</c>.</param>
    /// <param name="treatment"><c>intercept</c>, <c>tunnel</c>, <c>block</c> or <c>reset</c>.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<HostRuleReport> AddHostRuleAsync(string host, string treatment, CancellationToken cancellationToken = default) =>
        _http.PostAsync($"{_path}/hosts", new HostRequest(host, treatment), WireContext.Default.HostRequest, WireContext.Default.HostRuleReport, cancellationToken);

    /// <summary>Removes a rule for hosts.</summary>
    /// <param name="rule">Its id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task RemoveHostRuleAsync(string rule, CancellationToken cancellationToken = default) => _http.DeleteAsync($"{_path}/hosts/{Uri.EscapeDataString(rule)}", cancellationToken);

    /// <summary>Lists the redirections.</summary>
    /// <param name="scope">The id of a scope.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<IReadOnlyList<RedirectReport>> RedirectsAsync(string? scope = null, CancellationToken cancellationToken = default) =>
        _http.GetAsync($"{_path}/redirects{Of(scope)}", WireContext.Default.IReadOnlyListRedirectReport, cancellationToken);

    /// <summary>Sends the requests for hosts somewhere else, without the client noticing.</summary>
    /// <param name="from"><c>h</c>, <c>h:port</c> or <c>*.h</c>.</param>
    /// <param name="to"><c>[scheme://]host[:port]</c>.</param>
    /// <param name="preserveHost">Whether the Host header stays what the client sent.</param>
    /// <param name="scope">The id of a scope.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<RedirectReport> RedirectAsync(string from, string to, bool preserveHost = false, string? scope = null, CancellationToken cancellationToken = default) =>
        _http.PostAsync($"{_path}/redirects", new RedirectRequest(from, to, preserveHost, scope), WireContext.Default.RedirectRequest, WireContext.Default.RedirectReport, cancellationToken);

    /// <summary>Removes a redirection.</summary>
    /// <param name="redirect">Its id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task RemoveRedirectAsync(string redirect, CancellationToken cancellationToken = default) => _http.DeleteAsync($"{_path}/redirects/{Uri.EscapeDataString(redirect)}", cancellationToken);

    /// <summary>Lists the faults, with what they hit.</summary>
    /// <param name="scope">The id of a scope.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<IReadOnlyList<FaultReport>> FaultsAsync(string? scope = null, CancellationToken cancellationToken = default) =>
        _http.GetAsync($"{_path}/faults{Of(scope)}", WireContext.Default.IReadOnlyListFaultReport, cancellationToken);

    /// <summary>Disturbs exchanges and tunnels from now on.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<FaultReport> AddFaultAsync(FaultDefinition fault, CancellationToken cancellationToken = default) =>
        _http.PostAsync($"{_path}/faults", fault, WireContext.Default.FaultDefinition, WireContext.Default.FaultReport, cancellationToken);

    /// <summary>Removes a fault: what it holds goes on at once.</summary>
    /// <param name="fault">Its id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task RemoveFaultAsync(string fault, CancellationToken cancellationToken = default) => _http.DeleteAsync($"{_path}/faults/{Uri.EscapeDataString(fault)}", cancellationToken);

    /// <summary>Removes all faults of a scope and of those within it.</summary>
    /// <param name="scope">The id of the scope.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task RemoveFaultsAsync(string? scope = null, CancellationToken cancellationToken = default) => _http.DeleteAsync($"{_path}/faults{Of(scope)}", cancellationToken);

    /// <summary>Shows an exchange, with its bodies.</summary>
    /// <param name="number">Its number in the session, from 1.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<ExchangeReport> ExchangeAsync(long number, CancellationToken cancellationToken = default) =>
        _http.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{_path}/exchanges/{number}"), WireContext.Default.ExchangeReport, cancellationToken);

    /// <summary>Finds exchanges, with their bodies, in the order in which requests came, as they are known now.</summary>
    /// <param name="predicates">Which; <see langword="null"/> is all.</param>
    /// <param name="scope">The id of a scope.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<IReadOnlyList<ExchangeReport>> FindAsync(Predicates? predicates = null, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync("exchanges/find", new Expectation { Predicates = predicates, Scope = scope, Bodies = "full" }, cancellationToken);

    /// <summary>Waits for exchanges that have been answered; those that have been already count.</summary>
    /// <param name="predicates">Which; <see langword="null"/> is all.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/> is as long as the session says.</param>
    /// <param name="scope">The id of a scope.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The first <paramref name="count"/> of them, with their bodies.</returns>
    /// <exception cref="ProxyControlException">TO2401: too few came in time; the message compares the nearest ones.</exception>
    public Task<IReadOnlyList<ExchangeReport>> WaitForAsync(
        Predicates? predicates = null, int count = 1, TimeSpan? timeout = null, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync("wait", new Expectation { Predicates = predicates, Count = count, TimeoutSec = timeout?.TotalSeconds, Scope = scope, Bodies = "full" }, cancellationToken);

    /// <summary>
    /// Asserts how many requests come: waits for them, then until the scope is quiet, so that one more would have been seen.
    /// </summary>
    /// <param name="predicates">Which; <see langword="null"/> is all.</param>
    /// <param name="count">How many; 0 is none.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/> is as long as the session says.</param>
    /// <param name="quiet">How long nothing may happen; <see langword="null"/> is as long as the session says.</param>
    /// <param name="scope">The id of a scope.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ProxyControlException">TO2401 to TO2404, TO2614: it is not so. TO2405: it did not become quiet.</exception>
    public Task AssertAsync(
        Predicates? predicates = null, int count = 1, TimeSpan? timeout = null, TimeSpan? quiet = null, string? scope = null, CancellationToken cancellationToken = default)
    {
        Expectation expectation = new() { Predicates = predicates, Expect = "count", Count = count, TimeoutSec = timeout?.TotalSeconds, QuietSec = quiet?.TotalSeconds, Scope = scope };
        return _http.PostAsync($"{_path}/assert", expectation, WireContext.Default.Expectation, cancellationToken);
    }

    /// <summary>Waits for a message of a WebSocket; one that has passed already counts.</summary>
    /// <param name="message">Which; <see langword="null"/> is any, closes and pings included.</param>
    /// <param name="predicates">The request that was upgraded to the WebSocket; <see langword="null"/> is any.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/> is as long as the session says.</param>
    /// <param name="scope">The id of a scope.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The first such message.</returns>
    /// <exception cref="ProxyControlException">TO2250: none came in time; the message shows the last ones.</exception>
    public Task<MessageReport> WaitForMessageAsync(
        MessagePredicates? message = null, Predicates? predicates = null, TimeSpan? timeout = null, string? scope = null, CancellationToken cancellationToken = default) =>
        _http.PostAsync(
            $"{_path}/messages/wait", new MessageRequest(predicates, message, timeout?.TotalSeconds, scope), WireContext.Default.MessageRequest, WireContext.Default.MessageReport, cancellationToken);

    /// <summary>
    /// Says that problems may happen in a scope and those within it: they are listed as ignored, those that came before too.
    /// </summary>
    /// <param name="codes">Their codes, such as <c>TO2301</c>; at least one.</param>
    /// <param name="scope">The id of the scope.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task IgnoreProblemsAsync(IReadOnlyList<string> codes, string? scope = null, CancellationToken cancellationToken = default) =>
        _http.PostAsync($"{_path}/problems/ignore", new IgnoreRequest(codes, scope), WireContext.Default.IgnoreRequest, cancellationToken);

    /// <summary>Lists the problems, oldest first.</summary>
    /// <param name="scope">The id of a scope.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<IReadOnlyList<ProblemReport>> ProblemsAsync(string? scope = null, CancellationToken cancellationToken = default) =>
        _http.GetAsync($"{_path}/problems{Of(scope)}", WireContext.Default.IReadOnlyListProblemReport, cancellationToken);

    /// <summary>Gets the exchanges as HAR 1.2.</summary>
    /// <param name="scope">The id of a scope.</param>
    /// <param name="idle">
    /// When given, waits until nothing has come or been answered for so long, and nothing is unanswered; a minute at most.
    /// </param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<string> HarAsync(string? scope = null, TimeSpan? idle = null, CancellationToken cancellationToken = default)
    {
        string wait = idle is { } time ? string.Create(CultureInfo.InvariantCulture, $"{(scope is null ? '?' : '&')}idle_ms={(long)time.TotalMilliseconds}") : "";
        return _http.GetTextAsync($"{_path}/har{Of(scope)}{wait}", cancellationToken);
    }

    /// <summary>Records the requests of a scope, or answers them from what was recorded, from now on.</summary>
    /// <param name="recording">Which, and how.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ProxyControlException">
    /// TO2640: the options contradict each other. TO2641, TO2643, TO2260 to TO2262: it cannot be read. TO2642: the scope uses another one.
    /// </exception>
    public async Task<ControlledRecording> UseRecordingAsync(RecordingDefinition recording, CancellationToken cancellationToken = default)
    {
        RecordingReport used = await _http.PostAsync(
            $"{_path}/recordings", recording, WireContext.Default.RecordingDefinition, WireContext.Default.RecordingReport, cancellationToken).ConfigureAwait(false);
        return new ControlledRecording(_http, _path, used);
    }

    /// <summary>Lists the recordings that have been neither committed nor discarded, oldest first.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<IReadOnlyList<RecordingReport>> RecordingsAsync(CancellationToken cancellationToken = default) =>
        _http.GetAsync($"{_path}/recordings", WireContext.Default.IReadOnlyListRecordingReport, cancellationToken);

    /// <summary>Reads what happens: what is still kept of the past, then what comes, until the session ends.</summary>
    /// <param name="since">The number of the event after which to begin; 0 begins with the oldest that is kept.</param>
    /// <param name="bodies">How much of bodies is in the events: <c>none</c>, <c>preview</c> or <c>full</c>.</param>
    /// <param name="scope">The id of a scope.</param>
    /// <param name="cancellationToken">Ends the reading, with an <see cref="OperationCanceledException"/>.</param>
    public IAsyncEnumerable<EventReport> EventsAsync(long since = 0, string bodies = "none", string? scope = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(since);
        ArgumentNullException.ThrowIfNull(bodies);
        string ofScope = scope is null ? "" : $"&scope={Uri.EscapeDataString(scope)}";
        return _http.EventsAsync($"{_path}/events?since={since.ToString(CultureInfo.InvariantCulture)}&bodies={Uri.EscapeDataString(bodies)}{ofScope}", cancellationToken);
    }

    private Task<IReadOnlyList<ExchangeReport>> AskAsync(string what, Expectation expectation, CancellationToken cancellationToken) =>
        _http.PostAsync($"{_path}/{what}", expectation, WireContext.Default.Expectation, WireContext.Default.IReadOnlyListExchangeReport, cancellationToken);

    private static string Of(string? scope) => scope is null ? "" : $"?scope={Uri.EscapeDataString(scope)}";
}
