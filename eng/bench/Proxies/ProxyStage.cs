using Bench.Loads;

namespace Bench.Proxies;

/// <summary>What the parts of the case share. Not thread-safe.</summary>
internal sealed record ProxyStage
{
    public required Ground Ground { get; init; }

    public required Pace Pace { get; init; }

    public required Rounds Rounds { get; init; }

    /// <summary>Gets the name of a row.</summary>
    /// <param name="what">What is measured.</param>
    /// <param name="contender">By whom; null without a proxy.</param>
    public static string Name(string what, IContender? contender) => $"{what}: {contender?.Name ?? "direct"}";

    /// <summary>Starts a proxy and waits until it has settled.</summary>
    /// <returns>The proxy; null where none is wanted.</returns>
    public async Task<RunningProxy?> StartAsync(IContender? contender, ProxyWish? wish = null)
    {
        if (contender is null)
        {
            return null;
        }

        RunningProxy proxy = await contender.StartAsync(Ground, wish ?? new());
        try
        {
            await Ground.LoadAsync(proxy, new() { Kind = LoadKind.Once, Url = Ground.Plain("/") });
            await proxy.SettleAsync();
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    /// <summary>Measures one window of requests on connections that are kept.</summary>
    public Task KeepAliveAsync(string what, IContender? contender, RunningProxy? proxy, Uri url, int connections) => Rounds.MeasureAsync(Name(what, contender), () => Ground.WindowAsync(proxy, new()
    {
        Kind = LoadKind.KeepAlive,
        Url = url,
        Connections = connections,
        WarmUp = Pace.WarmUp(contender),
        Window = Pace.Window,
    }));
}
