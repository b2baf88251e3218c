using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TestOrchestrator.Containers.Providers;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Runs the health checks of resources, and says when a resource is ready. It takes the place of Aspire's own service, which waits for at
/// least a second between two checks. Thread-safe.
/// </summary>
internal sealed class ResourceHealth(
    ResourceNotificationService notifications,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    Func<RunningApplication?> application,
    TimeProvider timeProvider)
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_later = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_healthy = TimeSpan.FromSeconds(30);

    // Two seconds of looking every 10 ms; what takes longer is not in a hurry.
    private const int SoonLooks = 200;

    private readonly ConcurrentDictionary<string, Monitored> _monitored = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Watches resources until the application ends.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        Dictionary<string, string?> last = new(StringComparer.OrdinalIgnoreCase);
        await foreach (ResourceEvent change in notifications.WatchAsync(over).ConfigureAwait(false))
        {
            string? state = change.Snapshot.State?.Text;
            bool hasChanged = last.TryGetValue(change.ResourceId, out string? before) ? before != state : state is not null;
            last[change.ResourceId] = state;
            if (!hasChanged)
            {
                continue;
            }

            if (state == KnownResourceStates.Running)
            {
                _monitored.GetOrAdd(change.Resource.Name, _ => Begin(change.Resource, over)).Changed();
            }
            else if (_monitored.TryGetValue(change.Resource.Name, out Monitored? monitored))
            {
                if (IsEnding(state) && !IsAnyInstanceUp(change.Resource, last))
                {
                    _monitored.TryRemove(change.Resource.Name, out _);
                    monitored.End();
                }
                else
                {
                    monitored.Changed();
                }
            }
        }
    }

    /// <summary>Gets the endpoints on which a resource listens when it is ready.</summary>
    public static IEnumerable<EndpointAnnotation> AwaitedEndpointsOf(IResource resource)
    {
        EndpointAnnotation[] all = [.. resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.Protocol == ProtocolType.Tcp)];

        // The web server of a project opens these. Others are opened by code that may choose another address: a silo of Orleans does.
        return resource is ProjectResource && all.Any(IsWeb) ? all.Where(IsWeb) : all;
    }

    // A check of what is being stopped would hold it up: a web server waits for the requests that it has.
    private static bool IsEnding(string? state) => state == KnownResourceStates.Stopping || KnownResourceStates.TerminalStates.Contains(state);

    private static bool IsAnyInstanceUp(IResource resource, Dictionary<string, string?> states) =>
        states.Any(s => s.Value == KnownResourceStates.Running && (StringComparer.OrdinalIgnoreCase.Equals(s.Key, resource.Name) || s.Key.StartsWith($"{resource.Name}-", StringComparison.OrdinalIgnoreCase)));

    private Monitored Begin(IResource resource, CancellationToken over)
    {
        Monitored monitored = new(over);
        _ = Task.Run(() => MonitorAsync(resource, monitored), CancellationToken.None);
        return monitored;
    }

    private async Task MonitorAsync(IResource resource, Monitored monitored)
    {
        try
        {
            await WaitUntilListeningAsync(resource, monitored.Token).ConfigureAwait(false);
            ImmutableArray<HealthReportSnapshot> first = ResourceSnapshots.FirstReports(resource);
            if (first.IsEmpty)
            {
                await SetReadyAsync(resource, monitored.Token).ConfigureAwait(false);
                return;
            }

            HashSet<string> keys = [.. first.Select(r => r.Name)];
            HealthCheckService checks = services.GetRequiredService<HealthCheckService>();
            bool isReady = false;
            for (int looks = 0; ; looks++)
            {
                HealthReport report = await checks.CheckHealthAsync(r => keys.Contains(r.Name), monitored.Token).ConfigureAwait(false);
                monitored.Token.ThrowIfCancellationRequested();
                await notifications.PublishUpdateAsync(resource, s => WithReports(s, report)).ConfigureAwait(false);
                if (report.Status == HealthStatus.Healthy && !isReady)
                {
                    isReady = true;
                    await SetReadyAsync(resource, monitored.Token).ConfigureAwait(false);
                }

                looks = report.Status == HealthStatus.Healthy ? 0 : looks;
                await monitored.WaitAsync(report.Status == HealthStatus.Healthy ? s_healthy : looks < SoonLooks ? s_soon : s_later, timeProvider).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && monitored.Token.IsCancellationRequested)
        {
            // The resource or its application has ended.
        }
    }

    // A client that connects too early may wait for its own limit of time, 5 s with StackExchange.Redis.
    private Task WaitUntilListeningAsync(IResource resource, CancellationToken cancellationToken) =>
        Task.WhenAll(ListenersOf(resource).Select(e => ListeningProbe.WaitAsync(e.Host, e.Port, cancellationToken)));

    private IEnumerable<(string Host, int Port)> ListenersOf(IResource resource)
    {
        EndpointAnnotation[] endpoints = [.. AwaitedEndpointsOf(resource)];
        int replicas = ModelTranslation.ReplicasOf(resource);
        if (replicas > 1 && application() is { } running && running.Group.TryGet(resource.Name, out UnitDefinition? unit))
        {
            // On the endpoints of the resource itself the engine listens, from the start.
            return Enumerable.Range(0, replicas)
                .SelectMany(i => unit.Endpoints.Zip(running.EndpointsOf(unit.NameOf(i))))
                .Where(pair => endpoints.Any(e => e.Name == pair.First.Name))
                .Select(pair => (pair.Second.Address.Address.ToString(), pair.Second.Address.Port));
        }

        if (application()?.GetRuntimes<ContainerRuntime>().FirstOrDefault(r => r.Name == resource.Name).Runtime is { } container)
        {
            // On published ports the container engine answers, from the start.
            return container.Listeners.Select(e => (e.Address.ToString(), e.Port));
        }

        return endpoints.Select(e => e.AllocatedEndpoint).OfType<AllocatedEndpoint>().Select(e => (e.Address, e.Port));
    }

    private static bool IsWeb(EndpointAnnotation endpoint) => endpoint.UriScheme is "http" or "https";

    private async Task SetReadyAsync(IResource resource, CancellationToken cancellationToken)
    {
        Task published = eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
        await published.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await notifications.PublishUpdateAsync(resource, s => AspireInternals.Instance.WithReadyEvent(s, published)).ConfigureAwait(false);
    }

    // A check may end after what it looked at.
    private CustomResourceSnapshot WithReports(CustomResourceSnapshot snapshot, HealthReport report) =>
        KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text)
            ? snapshot
            : AspireInternals.Instance.WithHealthReports(snapshot, Reports(report));

    private ImmutableArray<HealthReportSnapshot> Reports(HealthReport report) =>
    [
        .. report.Entries.Select(e => new HealthReportSnapshot(e.Key, e.Value.Status, e.Value.Description, e.Value.Exception?.ToString()) { LastRunAt = timeProvider.GetUtcNow().UtcDateTime }),
    ];

    [SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "They have no handle, and the loop may still wait for them.")]
    private sealed class Monitored
    {
        private readonly CancellationTokenSource _over;
        private readonly SemaphoreSlim _changed = new(0);

        public Monitored(CancellationToken over)
        {
            _over = CancellationTokenSource.CreateLinkedTokenSource(over);
            Token = _over.Token;
        }

        public CancellationToken Token { get; }

        public void Changed() => _changed.Release();

        public void End() => _over.Cancel();

        public async Task WaitAsync(TimeSpan atMost, TimeProvider timeProvider)
        {
            using CancellationTokenSource limit = new(atMost, timeProvider);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Token);
            await _changed.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Token.ThrowIfCancellationRequested();
        }
    }
}
