using Bench.Loads;
using Bench.Measuring;

namespace Bench.Proxies.Parts;

/// <summary>From the start of the process to its first answers.</summary>
internal sealed class StartPart : IProxyPart
{
    private const int Times = 5;

    public string Name => "start";

    public bool IsFor(IContender? contender) => contender is not null;

    public async Task MeasureAsync(ProxyStage stage, IContender? contender)
    {
        for (int i = 0; i < Times; i++)
        {
            await stage.Rounds.MeasureAsync(ProxyStage.Name("start", contender), () => MeasureOneAsync(stage.Ground, contender!));
        }
    }

    private static async Task<Sample> MeasureOneAsync(Ground ground, IContender contender)
    {
        await using RunningProxy proxy = await contender.StartAsync(ground, new());
        LoadResult plain = await ground.LoadAsync(proxy, new() { Kind = LoadKind.Once, Url = ground.Plain("/"), Begin = proxy.Begin });
        await proxy.SettleAsync();
        LoadResult tls = await ground.LoadAsync(proxy, new() { Kind = LoadKind.Once, Url = ground.Tls("/") });
        return new() { ["first plain ms"] = plain.P50, ["first https ms"] = tls.P50 };
    }
}
