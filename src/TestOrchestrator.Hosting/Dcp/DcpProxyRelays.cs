using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Containers.Api;
using TestOrchestrator.Containers.Networks;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Hosting.Local;

namespace TestOrchestrator.Hosting.Dcp;

/// <summary>
/// Leads the containers of one application to our proxies: for each, something listens on the gateway of the network that DCP makes for
/// them, once that is there. Thread-safe.
/// </summary>
/// <param name="engine">The container engine.</param>
/// <param name="services">The services of the application.</param>
/// <param name="application">What runs the proxies.</param>
/// <param name="over">Ends waits.</param>
internal sealed class DcpProxyRelays(
    ContainerEngineApi engine,
    IServiceProvider services,
    RunningApplication application,
    CancellationToken over) : IAsyncDisposable
{
    private static readonly WaitOptions s_wait = new() { Timeout = TimeSpan.FromSeconds(60) };

    private readonly ConcurrentDictionary<InterceptingProxyResource, Lazy<Task<GatewayRelay>>> _relays = new();

    /// <summary>Looks whether relays are possible here.</summary>
    /// <returns>The container engine; null and why not.</returns>
    public static async Task<(ContainerEngineApi? Engine, string? WhyNot)> FindEngineAsync(
        IServiceProvider services,
        CancellationToken cancellationToken)
    {
        if (!AspireInternals.Instance.KnowsContainerNetwork(services))
        {
            return (null, "this version of Aspire does not say which network its containers have");
        }

        if (await ContainerEngineApi.FindAsync(cancellationToken).ConfigureAwait(false) is not { } engine)
        {
            return (null, "no container engine of this machine answers on a socket");
        }

        // Docker Desktop, Podman's machines and engines without root have their networks elsewhere.
        return await engine.HasNetworksOfThisMachineAsync(cancellationToken).ConfigureAwait(false)
            ? (engine, null)
            : (null, "the networks of the container engine are not this machine's");
    }

    /// <summary>Gets the address at which containers find a proxy.</summary>
    public async Task<Uri> ReachAsync(InterceptingProxyResource proxy, CancellationToken cancellationToken)
    {
        GatewayRelay relay = await _relays.GetOrAdd(proxy, p => new(() => StartAsync(p))).Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new($"http://{relay.Address}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<GatewayRelay>> relay in _relays.Values)
        {
            await ((Task)relay.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (relay.Value.IsCompletedSuccessfully)
            {
                await (await relay.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<GatewayRelay> StartAsync(InterceptingProxyResource proxy)
    {
        NetworkAddresses? addresses = null;
        TimeProvider timeProvider = application.Run.Options.TimeProvider;
        await Wait.UntilAsync("the network of the containers", LookAsync, s_wait, timeProvider, over).ConfigureAwait(false);
        return GatewayRelay.Start(addresses!, application.EndpointsOf(proxy.Name).Single().Address, port: 0, timeProvider);

        async ValueTask<Observation> LookAsync(CancellationToken token)
        {
            if (AspireInternals.Instance.ContainerNetworkOf(services) is not { } name)
            {
                return Observation.NotYet("DCP has not named one");
            }

            addresses = await engine.GetNetworkAsync(name, token).ConfigureAwait(false);
            return addresses is null
                ? Observation.NotYet($"the container engine has no network '{name}' with addresses of IPv4")
                : Observation.Satisfied;
        }
    }
}
