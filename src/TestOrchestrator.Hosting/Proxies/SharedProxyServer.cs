using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Proxy;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>
/// The proxy server of a run; every application has a session of its own in it. Started when it is first needed. Thread-safe.
/// </summary>
internal sealed class SharedProxyServer : IAsyncDisposable
{
    private readonly Lazy<Task<ProxyServer>> _server;
    private Task _warmUp = Task.CompletedTask;

    public SharedProxyServer(EngineRun run, UserAuthority authority, UnmatchedRequests unmatched)
    {
        UnmatchedRequests = unmatched;
        _server = new(() => Task.Run(async () =>
        {
            ProxyServer server = await ProxyServer.StartAsync(new() { CertificateAuthority = authority.Authority, TimeProvider = run.Options.TimeProvider }).ConfigureAwait(false);

            // In the background: the first request through every layer costs as much as a hundred later ones.
            _warmUp = WarmUpAsync(server, run);
            return server;
        }));
    }

    /// <summary>Gets what happens to requests that no mock answers, where an application does not say.</summary>
    public UnmatchedRequests UnmatchedRequests { get; }

    public Task<ProxyServer> GetAsync(CancellationToken cancellationToken) => _server.Value.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            ProxyServer server = await _server.Value.ConfigureAwait(false);
            await _warmUp.ConfigureAwait(false);
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task WarmUpAsync(ProxyServer server, EngineRun run)
    {
        try
        {
            await server.WarmUpAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            // A test finds out for itself, and says more.
            run.Events.Write("note", ("text", $"The proxy was not warmed up: {e.Message}"));
        }
    }
}
