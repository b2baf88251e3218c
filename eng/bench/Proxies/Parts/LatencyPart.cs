namespace Bench.Proxies.Parts;

/// <summary>One connection that is kept: what a proxy adds is the difference to none.</summary>
internal sealed class LatencyPart : IProxyPart
{
    public const string Plain = "1 connection, plain";
    public const string Tls = "1 connection, https";

    public string Name => "latency";

    public bool IsFor(IContender? contender) => true;

    public async Task MeasureAsync(ProxyStage stage, IContender? contender)
    {
        await using RunningProxy? proxy = await stage.StartAsync(contender);
        await stage.KeepAliveAsync(Plain, contender, proxy, stage.Ground.Plain("/"), 1);
        await stage.KeepAliveAsync(Tls, contender, proxy, stage.Ground.Tls("/"), 1);
    }
}
