using Bench.Measuring;

namespace Bench.Proxies.Parts;

/// <summary>What many mocks add to a request: the processor time of the proxy with many, less that with one.</summary>
internal sealed class MatchingPart : IProxyPart
{
    private const int Few = 1;
    private const int Many = 1000;
    private const int Connections = 32;

    public string Name => "matching";

    public bool IsFor(IContender? contender) => contender is OurProxy;

    public Task MeasureAsync(ProxyStage stage, IContender? contender) => stage.Rounds.MeasureAsync(ProxyStage.Name($"choice of {Many} mocks", contender), async () =>
    {
        (double hit, double miss) = await CostAsync(stage, contender!, Few);
        (double hitMany, double missMany) = await CostAsync(stage, contender!, Many);
        return new() { [$"hit of {Few} us"] = hit, [$"hit of {Many} us"] = hitMany, ["added us"] = hitMany - hit, [$"miss of {Few} us"] = miss, [$"miss of {Many} us"] = missMany, ["added by miss us"] = missMany - miss };
    });

    // A hit is answered by the mock that is looked at last; a miss is forwarded.
    private static async Task<(double Hit, double Miss)> CostAsync(ProxyStage stage, IContender contender, int mocks)
    {
        await using RunningProxy? proxy = await stage.StartAsync(contender, new() { Mocks = mocks });
        return (await CostAsync(ProxyRole.OldestMock), await CostAsync("/"));

        async Task<double> CostAsync(string path)
        {
            Sample sample = await stage.Ground.WindowAsync(proxy, new() { Kind = Loads.LoadKind.KeepAlive, Url = stage.Ground.Plain(path), Connections = Connections, WarmUp = stage.Pace.WarmUp(contender), Window = stage.Pace.Window });
            return sample[ProxyColumns.Processor];
        }
    }
}
