namespace Bench.Proxies.Parts;

/// <summary>32 connections that are kept, a small body.</summary>
internal sealed class ThroughputPart : IProxyPart
{
    public const string Plain = "32 connections, plain";
    public const string Tls = "32 connections, https";

    private const int Connections = 32;

    public string Name => "throughput";

    public bool IsFor(IContender? contender) => true;

    public async Task MeasureAsync(ProxyStage stage, IContender? contender)
    {
        await using RunningProxy? proxy = await stage.StartAsync(contender);
        await stage.KeepAliveAsync(Plain, contender, proxy, stage.Ground.Plain("/"), Connections);
        await stage.KeepAliveAsync(Tls, contender, proxy, stage.Ground.Tls("/"), Connections);
    }
}
