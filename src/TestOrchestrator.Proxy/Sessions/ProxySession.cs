using System.Collections.Concurrent;
using System.Net;
using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Redaction;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>
/// One proxy for its clients: an address with its own mocks, policy and log. Two sessions of a server see nothing of each other.
/// </summary>
/// <remarks>Thread-safe. Disposing it aborts its connections and frees its port; what was recorded can still be read.</remarks>
public sealed class ProxySession : IAsyncDisposable
{
    // Connections end as soon as they notice the abort; more time means that somebody's callback does not return.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock;
    private readonly ConnectionHub _hub;
    private readonly Action<ProxySession> _ended;
    private readonly Lazy<Task> _end;

    // Not every session writes files or has readers of its events, and opening one takes microseconds.
    private readonly Lazy<SecretFilter> _secrets;
    private SessionListener? _listener;

    internal ProxySession(ProxySessionOptions options, ConnectionHub hub, Func<UpstreamOptions?, OriginUpstream> upstream, TimeProvider clock, Action<ProxySession> ended)
    {
        string[] problems = [.. options.Problems()];
        if (problems.Length > 0)
        {
            throw SessionErrors.Options(options.Name, problems);
        }

        Options = options;
        _hub = hub;
        _clock = clock;
        _ended = ended;
        _end = new Lazy<Task>(EndAsync);
        Scopes = new ScopeTree(options.Name);
        Log = new ExchangeLog(options.Limits, clock, options.IgnoredProblems);
        _secrets = new Lazy<SecretFilter>(() => new SecretFilter(options));
        Upstream = upstream(options.Upstream);
        Policy = new SessionPolicy(options);
        Hosts = new ProxyHosts(options.Intercept, options.Tunnel, options.Block);
        Root = new ProxyScope(this, Scopes.Root);
        Port = new SharedPort(this);
        if (options.SharedWith is { } owner)
        {
            owner.Port.Add(this);
            Endpoint = owner.Endpoint;
        }
        else
        {
            _listener = SessionListener.Start(this, options.Endpoint, hub, clock);
            Endpoint = _listener.Endpoint;
        }

        Address = new Uri($"http://{UserInfo(options.Credentials)}{Endpoint}/");
    }

    /// <summary>Gets the name, for messages.</summary>
    public string Name => Options.Name;

    /// <summary>Gets where the session listens; the port is the one that was taken.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>
    /// Gets the address to give to clients as their HTTP and HTTPS proxy, such as <c>http://127.0.0.1:40001/</c>; with credentials,
    /// <c>http://user:password@127.0.0.1:40001/</c>.
    /// </summary>
    public Uri Address { get; }

    /// <summary>Gets the scope that lasts as long as the session and sees everything in it.</summary>
    public ProxyScope Root { get; }

    /// <summary>Gets which hosts are intercepted, tunneled and blocked.</summary>
    public ProxyHosts Hosts { get; }

    internal ProxySessionOptions Options { get; }

    internal ScopeTree Scopes { get; }

    internal ExchangeLog Log { get; }

    internal ProblemLog Problems => Log.Problems;

    internal EventLog Events => Log.Events;

    internal SecretFilter Secrets => _secrets.Value;

    internal SessionPolicy Policy { get; }

    /// <summary>Gets the sessions that share the port of this one.</summary>
    internal SharedPort Port { get; }

    /// <summary>Gets how origins are reached; the server's, unless the options say otherwise.</summary>
    internal OriginUpstream Upstream { get; }

    internal ConnectionSet Connections { get; } = new();

    /// <summary>Gets the hosts, as keys, whose certificate of ours a client has accepted.</summary>
    internal ConcurrentDictionary<string, bool> TrustedHosts { get; } = new();

    /// <summary>Stops listening and aborts connections, as a proxy that is down. Mocks, scopes and what was recorded stay.</summary>
    /// <exception cref="ProxyException">TO2005: it shares the port of another session.</exception>
    public async Task SuspendAsync()
    {
        await (_listener ?? throw SessionErrors.PortShared(Name, Options.SharedWith!.Name)).DisposeAsync().ConfigureAwait(false);
        Connections.AbortAll("The proxy session is suspended.");
    }

    /// <summary>Listens again, where it did before.</summary>
    /// <exception cref="ProxyException">
    /// Somebody else listens there by now (TO2002), the session has ended (TO2004), or it shares the port of another (TO2005).
    /// </exception>
    public void Resume()
    {
        if (_end.IsValueCreated)
        {
            throw SessionErrors.ScopeEnded(Name, "to resume it");
        }

        _listener = _listener is null ? throw SessionErrors.PortShared(Name, Options.SharedWith!.Name) : SessionListener.Start(this, Endpoint, _hub, _clock);
    }

    /// <summary>Ends the session: frees the port, aborts connections, ends all scopes. Safe to call more than once.</summary>
    /// <exception cref="TimeoutException">A request did not end within 5 seconds after its connection was aborted.</exception>
    public ValueTask DisposeAsync() => new(_end.Value);

    /// <summary>Ends a scope and those within it; what was expected of their mocks must have come by now.</summary>
    internal void Close(ScopeNode scope)
    {
        foreach ((ScopeNode of, Mock mock) in Scopes.Close(scope))
        {
            if (mock.Traits.Expected is { } expected && !expected.IsMet(mock.Calls))
            {
                Problems.Add(of, MockExplanations.NotCalledAsExpected(mock, expected));
            }
        }
    }

    private static string UserInfo(ProxyCredentials? credentials) =>
        credentials is null ? "" : $"{Uri.EscapeDataString(credentials.UserName)}:{Uri.EscapeDataString(credentials.Password)}@";

    private async Task EndAsync()
    {
        _ended(this);
        Options.SharedWith?.Port.Remove(this);
        if (_listener is not null)
        {
            await _listener.DisposeAsync().ConfigureAwait(false);
        }

        Task ended = Connections.EndAsync();
        Close(Scopes.Root);
        try
        {
            await ended.WaitAsync(s_grace, _clock).ConfigureAwait(false);
            Connections.Dispose();
            Log.End();
            if (Options.Upstream is not null)
            {
                Upstream.Dispose();
            }
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                $"Session '{Name}' has ended, but {Connections.Count} of its connections are still served after {s_grace.TotalSeconds:0} s. "
                + "A mock's callback that does not return would do that.");
        }
        finally
        {
            Events.End();
        }
    }
}
