namespace Bench.Proxies.Parts;

/// <summary>Answers that the proxy gives itself.</summary>
internal sealed class MockPart : IProxyPart
{
    private const int Connections = 32;

    public string Name => "mock";

    public bool IsFor(IContender? contender) => contender is { HasMocks: true };

    public async Task MeasureAsync(ProxyStage stage, IContender? contender)
    {
        await using RunningProxy? proxy = await stage.StartAsync(contender, new() { Mocks = 1 });
        await stage.KeepAliveAsync("mock answers, plain", contender, proxy, stage.Ground.Plain(ProxyRole.OldestMock), Connections);
        await stage.KeepAliveAsync("mock answers, https", contender, proxy, stage.Ground.Tls(ProxyRole.OldestMock), Connections);
    }
}
