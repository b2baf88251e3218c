using System.Collections.Immutable;
using TestOrchestrator.AppModel;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Proxy;
using TestOrchestrator.Proxy.Recordings;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>An intercepting proxy of one application: a session of the server that all applications of the run share.</summary>
public sealed class InterceptingProxyRuntime : IResourceRuntime
{
    // Whether a request in the background comes before a test ends is chance, and a test says only what it is about.
    private static readonly ImmutableArray<string> s_ofTraffic = ["TO2301", "TO2302", "TO2303", "TO2304", "TO2345"];

    private readonly ResourceContext _context;
    private ProxySession? _session;

    internal InterceptingProxyRuntime(ResourceContext context) => _context = context;

    /// <summary>Gets the session.</summary>
    /// <value>Null as long as the proxy does not run.</value>
    public ProxySession? Session => Volatile.Read(ref _session);

    /// <summary>Gets what the app host says of recordings of this proxy.</summary>
    /// <value>Null when its tests are not recorded.</value>
    public Func<RecordingOptions, RecordingOptions>? Recording => _context.Resource.TryGetLastAnnotation(out RecordingAnnotation? recording) ? recording.Configure : null;

    /// <inheritdoc/>
    public async Task<IResourceInstance> StartAsync(CancellationToken cancellationToken)
    {
        if (Session is { } stopped)
        {
            // What tests have told it holds on: a proxy that was down knows its rules when it is up again.
            stopped.Resume();
            return new Instance(stopped);
        }

        SharedProxyServer shared = _context.Run.Shared.Get<SharedProxyServer>(() =>
            throw new InvalidOperationException("An application with an intercepting proxy needs a run that was started through OrchestratorRun."));
        ProxyServer server = await shared.GetAsync(cancellationToken).ConfigureAwait(false);
        ProxySession session = await server.OpenSessionAsync(
            new()
            {
                Name = $"{_context.ApplicationId}/{_context.Name}",
                Endpoint = _context.GetEndpoint(InterceptingProxyResource.EndpointName).Address,
                Unmatched = _context.Resource.TryGetLastAnnotation(out UnmatchedRequestsAnnotation? unmatched) ? unmatched.Policy : shared.UnmatchedRequests,
                MockHint = "app.Proxy.When",
                ForwardHint = $"say WithUnmatchedRequests(UnmatchedRequests.Forward) of '{_context.Name}' in the app host",
                IgnoredProblems = _context.Resource.TryGetLastAnnotation(out StrictTrafficAnnotation? _) ? [] : s_ofTraffic,
                Tunnel = [.. _context.Resource.Annotations.OfType<TunnelAnnotation>().Select(t => t.Host)],
            },
            cancellationToken).ConfigureAwait(false);
        foreach (MockAnnotation mock in _context.Resource.Annotations.OfType<MockAnnotation>())
        {
            session.Root.When(mock.Pattern).Respond(mock.Response);
        }

        Volatile.Write(ref _session, session);
        return new Instance(session);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Session?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class Instance(ProxySession session) : IResourceInstance
    {
        private readonly TaskCompletionSource<ProcessExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ProcessExit> Ended => _ended.Task;

        public ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken) => new(Observation.Satisfied);

        public async Task StopAsync(StopMode mode)
        {
            await (mode == StopMode.Keep ? session.SuspendAsync() : session.DisposeAsync().AsTask()).ConfigureAwait(false);
            _ended.TrySetResult(new() { ExitCode = 0 });
        }
    }
}
