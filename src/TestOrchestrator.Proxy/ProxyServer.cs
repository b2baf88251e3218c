using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.Proxy.Control;
using TestOrchestrator.Proxy.Requests;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy;

/// <summary>Runs any number of proxy sessions, each on a port of its own, on one web server. A process needs one.</summary>
/// <remarks>Thread-safe. Disposing it ends its sessions.</remarks>
public sealed class ProxyServer : IAsyncDisposable
{
    private readonly ProxyServerOptions _options;
    private readonly X509Certificate2Collection _trust;
    private readonly ConnectionHub _hub;
    private readonly OriginUpstream _upstream;
    private readonly KestrelServer _kestrel;
    private readonly Lock _gate = new();
    private readonly HashSet<ProxySession> _sessions = [];
    private readonly Lazy<Task> _end;
    private bool _hasEnded;

    private ProxyServer(ProxyServerOptions options)
    {
        string[] problems = [.. options.Upstream.Problems().Select(p => $"{nameof(options.Upstream)}.{p}")];
        if (problems.Length > 0)
        {
            throw UpstreamErrors.Options(problems);
        }

        _options = options;
        _trust = [options.CertificateAuthority.GetCertificate(), .. options.AdditionalTrust.IsDefault ? [] : options.AdditionalTrust];
        _hub = new ConnectionHub(options.LoggerFactory);
        _upstream = UpstreamOf(options.Upstream);
        TlsInterception tls = new(options.CertificateAuthority.Leaves, options.TimeProvider);
        KestrelServerOptions kestrel = KestrelSettings.Create(next => new ProxyConnectionHandler(next, tls, options.TimeProvider).OnConnectionAsync);
        _kestrel = new KestrelServer(Options.Create(kestrel), _hub, options.LoggerFactory);
        _end = new Lazy<Task>(EndAsync);
    }

    /// <summary>Gets the authority that signs what clients are shown.</summary>
    public CertificateAuthority CertificateAuthority => _options.CertificateAuthority;

    /// <summary>Gets the sessions that have not ended, by name.</summary>
    internal IReadOnlyList<ProxySession> Sessions
    {
        get
        {
            lock (_gate)
            {
                return [.. _sessions.OrderBy(s => s.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Starts a server; it listens nowhere until a session is opened.</summary>
    /// <param name="options">What the server is to be.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ProxyException">
    /// TO2010: the options are wrong, with all that is wrong about them. TO2600: so are those of the control API.
    /// </exception>
    public static async Task<ProxyServer> StartAsync(ProxyServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] problems = [.. options.Control?.Problems() ?? []];
        if (problems.Length > 0)
        {
            throw ControlErrors.Options(problems);
        }

        ProxyServer server = new(options);
        RequestFlow flow = new(options.TimeProvider) { Control = options.Control is { } control ? new ControlApi(server, control) : null };
        await server._kestrel.StartAsync(new ProxyApplication(flow), cancellationToken).ConfigureAwait(false);
        return server;
    }

    /// <summary>Opens a session; it listens when this returns.</summary>
    /// <param name="options">What the session is to be.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="ProxyException">
    /// TO2001: the options are wrong, with all that is wrong about them. TO2002: the endpoint is taken. TO2003: the server has been
    /// disposed.
    /// </exception>
    public Task<ProxySession> OpenSessionAsync(ProxySessionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_hasEnded)
            {
                throw SessionErrors.ServerEnded(options.Name);
            }

            ProxySession session = new(options, _hub, own => own is null ? _upstream : UpstreamOf(own), _options.TimeProvider, Forget);
            _sessions.Add(session);
            return Task.FromResult(session);
        }
    }

    /// <summary>Sends requests of its own through every layer, so that no test pays for compiling them; once a process is enough.</summary>
    /// <param name="cancellationToken">Ends the warming.</param>
    public Task WarmUpAsync(CancellationToken cancellationToken = default) => new WarmUp(this).RunAsync(cancellationToken);

    /// <summary>Ends all sessions and the server. Safe to call more than once.</summary>
    /// <exception cref="AggregateException">Sessions did not end as they should.</exception>
    public ValueTask DisposeAsync() => new(_end.Value);

    // The network does not go by the clock that tests move: one that is moved by minutes must not end what is being connected.
    private OriginUpstream UpstreamOf(UpstreamOptions options) => new(options, _trust, TimeProvider.System);

    private void Forget(ProxySession session)
    {
        lock (_gate)
        {
            _sessions.Remove(session);
        }
    }

    private async Task EndAsync()
    {
        ProxySession[] open;
        lock (_gate)
        {
            _hasEnded = true;
            open = [.. _sessions];
        }

        Task[] ends = [.. open.Select(s => s.DisposeAsync().AsTask())];
        await Task.WhenAll(ends).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // There are no connections left to wait for.
        await _kestrel.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _kestrel.Dispose();
        _upstream.Dispose();
        _hub.Dispose();
        _trust[0].Dispose();
        Exception[] failures = [.. ends.Select(e => e.Exception?.InnerException).OfType<Exception>()];
        if (failures.Length > 0)
        {
            throw new AggregateException(failures);
        }
    }
}
