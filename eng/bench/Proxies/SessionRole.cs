using System.Diagnostics;
using Bench.Measuring;
using Bench.Roles;
using TestOrchestrator.Proxy;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Sessions;

namespace Bench.Proxies;

/// <summary>Opens and ends sessions, one after the other, in a process that does nothing else; then many that stay open.</summary>
internal static class SessionRole
{
    public const string Verb = "open-sessions";

    private const int WarmUp = 200;
    private const int Count = 1000;
    private const int Together = 500;

    public static async Task RunAsync()
    {
        if (await RoleLines.HearAsync<string>() is not { } directory)
        {
            return;
        }

        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory);
        await using ProxyServer server = await ProxyServer.StartAsync(new() { CertificateAuthority = authority });
        await server.WarmUpAsync();
        List<double> opened = [];
        List<double> ended = [];
        for (int i = 0; i < WarmUp + Count; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            ProxySession session = await OpenAsync(server);
            opened.Add(Series.Since(begin));
            begin = Stopwatch.GetTimestamp();
            await session.DisposeAsync();
            ended.Add(Series.Since(begin));
        }

        int before = Threads();
        for (int i = 0; i < Together; i++)
        {
            _ = await OpenAsync(server);
        }

        await RoleLines.TellAsync(new SessionCosts { Opened = [.. opened.Skip(WarmUp)], Ended = [.. ended.Skip(WarmUp)], ThreadsBefore = before, ThreadsWith = Threads(), Together = Together });
        await RoleLines.EndAsync();
    }

    private static Task<ProxySession> OpenAsync(ProxyServer server) => server.OpenSessionAsync(new() { Name = "bench" });

    private static int Threads() => Directory.GetDirectories("/proc/self/task").Length;
}
