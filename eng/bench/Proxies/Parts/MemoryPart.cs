using Bench.Loads;
using Bench.Origins;

namespace Bench.Proxies.Parts;

/// <summary>What a proxy has in memory when it has settled, and after many exchanges that it has kept, if it keeps any.</summary>
internal sealed class MemoryPart : IProxyPart
{
    private const int Exchanges = 50_000;
    private const int Connections = 32;
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    public string Name => "memory";

    public bool IsFor(IContender? contender) => contender is not null;

    public Task MeasureAsync(ProxyStage stage, IContender? contender) => stage.Rounds.MeasureAsync(ProxyStage.Name("memory", contender), async () =>
    {
        await using RunningProxy proxy = (await stage.StartAsync(contender, new() { Exchanges = 2 * Exchanges }))!;
        await Task.Delay(s_calm, TimeProvider.System);
        (double idle, double idleOwn) = (Ground.MemoryOf(proxy), Ground.OwnMemoryOf(proxy));
        LoadResult load = await stage.Ground.LoadAsync(proxy, new()
        {
            Kind = LoadKind.KeepAlive,
            Url = stage.Ground.Plain(OriginRole.Small),
            Connections = Connections,
            Window = s_limit,
            Requests = stage.Pace.Count(Exchanges),
        });
        await Task.Delay(s_calm, TimeProvider.System);
        return new()
        {
            ["idle MiB"] = idle,
            ["of it own"] = idleOwn,
            ["after MiB"] = Ground.MemoryOf(proxy),
            ["own after"] = Ground.OwnMemoryOf(proxy),
            ["exchanges"] = load.Requests,
        };
    });
}
