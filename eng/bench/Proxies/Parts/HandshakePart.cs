using Bench.Loads;

namespace Bench.Proxies.Parts;

/// <summary>A new connection for each request, over TLS: CONNECT, handshake, request, end.</summary>
internal sealed class HandshakePart : IProxyPart
{
    public const string Full = "new https connections, full";
    public const string Resumed = "new https connections, resumed";

    private const int Clients = 8;

    public string Name => "handshakes";

    public bool IsFor(IContender? contender) => true;

    public async Task MeasureAsync(ProxyStage stage, IContender? contender)
    {
        await using RunningProxy? proxy = await stage.StartAsync(contender);
        await MeasureAsync(Full, LoadKind.Fresh);
        await MeasureAsync(Resumed, LoadKind.Resumed);

        Task MeasureAsync(string what, LoadKind kind) => stage.Rounds.MeasureAsync(ProxyStage.Name(what, contender), () => stage.Ground.WindowAsync(proxy, new()
        {
            Kind = kind,
            Url = stage.Ground.Tls("/"),
            Connections = Clients,
            WarmUp = stage.Pace.FreshWarmUp(contender),
            Window = stage.Pace.Window,
        }));
    }
}
