using System.Collections.Immutable;
using System.Net;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Proxy;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Hosting.Proxies;

/// <summary>Runs an intercepting proxy: a session of the server that all applications of a run share.</summary>
internal sealed class InterceptingProxyProvider(InterceptingProxyResource resource) : IUnitProvider
{
    public const string Kind = "InterceptingProxy";

    /// <summary>The port on an address of the application's own.</summary>
    public const int OwnAddressPort = 8080;

    // Whether a request in the background comes before a test ends is chance, and a test is only about what it says.
    private static readonly ImmutableArray<string> s_ofTraffic = ["TO2301", "TO2302", "TO2303", "TO2304", "TO2345"];

    public IUnitRuntime Create(UnitContext context) => new Runtime(resource, context);

    /// <summary>Opens the session of a proxy, or resumes the one that it has.</summary>
    public static async Task<ProxySession> OpenAsync(
        InterceptingProxyResource resource,
        SharedProxyServer shared,
        string application,
        IPEndPoint endpoint,
        CancellationToken cancellationToken)
    {
        if (resource.Session is { } stopped)
        {
            // The rules that tests have given it hold on: a proxy that was down knows them when it is up again.
            stopped.Resume();
            return stopped;
        }

        ProxyServer server = await shared.GetAsync(cancellationToken).ConfigureAwait(false);
        ProxySession session = await server.OpenSessionAsync(
            new()
            {
                Name = $"{application}/{resource.Name}",
                Endpoint = endpoint,
                Unmatched = resource.Annotations.OfType<UnmatchedRequestsAnnotation>().LastOrDefault()?.Policy ?? shared.UnmatchedRequests,
                MockHint = "app.Proxy.When",
                ForwardHint = $"say WithUnmatchedRequests(UnmatchedRequests.Forward) of '{resource.Name}' in the app host",
                IgnoredProblems = resource.Annotations.OfType<StrictTrafficAnnotation>().Any() ? [] : s_ofTraffic,
                Tunnel = [.. resource.Annotations.OfType<TunnelAnnotation>().Select(t => t.Host)],
            },
            cancellationToken).ConfigureAwait(false);
        foreach (MockAnnotation mock in resource.Annotations.OfType<MockAnnotation>())
        {
            session.Root.When(mock.Pattern).Respond(mock.Response);
        }

        return resource.Session = session;
    }

    private sealed class Runtime(InterceptingProxyResource resource, UnitContext context) : IUnitRuntime
    {
        public async Task<IUnitInstance> StartAsync(CancellationToken cancellationToken)
        {
            SharedProxyServer shared = context.Run.Shared.Get<SharedProxyServer>(static () =>
                throw new InvalidOperationException("An application with an intercepting proxy needs a run that was started through OrchestratorRun."));
            IPEndPoint endpoint = context.GetEndpoint(InterceptingProxyResource.EndpointName).Address;
            return new Instance(await OpenAsync(resource, shared, context.ApplicationId, endpoint, cancellationToken).ConfigureAwait(false));
        }

        public ValueTask DisposeAsync() => resource.Session?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private sealed class Instance(ProxySession session) : IUnitInstance
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
