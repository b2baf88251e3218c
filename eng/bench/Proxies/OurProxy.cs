using System.Diagnostics;
using Bench.Roles;

namespace Bench.Proxies;

/// <summary>The product: one session, capture on, warmed up in the background.</summary>
internal sealed class OurProxy : IContender
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public string Name => "ours";

    public string? Missing => null;

    // Hot code is compiled once more after about 80,000 requests.
    public TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(8);

    public bool HasMocks => true;

    public bool HasHttp2 => true;

    public async Task<RunningProxy> StartAsync(Ground ground, ProxyWish wish)
    {
        int port = FreePort.Take();
        long begin = Stopwatch.GetTimestamp();
        RoleProcess process = RoleProcess.Start(ProxyRole.Verb);
        await process.TellAsync(new ProxyOptions { Port = port, Authority = ground.Authority, Mocks = wish.Mocks, MaxExchanges = wish.Exchanges });
        Task warm = WarmAsync(process);
        return new(port, process.Pid, begin) { SettleAsync = () => warm, LastWords = () => "", StopAsync = process.DisposeAsync };
    }

    // It says that it listens, then that it is warm.
    private static async Task WarmAsync(RoleProcess process)
    {
        _ = await process.HearAsync<string>(s_limit);
        _ = await process.HearAsync<string>(s_limit);
    }
}
