using System.Globalization;
using Bench.Cases;
using Bench.Loads;
using Bench.Measuring;
using Bench.Options;

namespace Bench.Proxies;

/// <summary>Many connections to the proxy at the same time, each of which asks three times.</summary>
internal sealed class ConnectionsCase : ICase
{
    // Each process has some of its own: libraries, pipes, its event queues.
    private const int SpareHandles = 500;

    // Towards the client, and towards the origin.
    private const int HandlesPerConnection = 2;
    private const int RequestsEach = 3;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(1);

    public string Name => "connections";

    public async Task RunAsync(Report report, BenchOptions options)
    {
        int handles = HandleLimit();
        int count = Math.Min(options.Connections, (handles - SpareHandles) / HandlesPerConnection);
        if (count < options.Connections)
        {
            report.Note($"{count} connections were opened, not {options.Connections}: a process may have {handles} open files (ulimit -n), and the proxy needs {HandlesPerConnection} for each connection.");
        }

        ProxyStage stage = new() { Ground = await Ground.CreateAsync(), Pace = new(options), Rounds = new(report) };
        await using (stage.Ground)
        {
            for (int round = 0; round < options.RunsOr(1); round++)
            {
                await MeasureAsync(report, stage, "plain", stage.Ground.Plain("/"), count);
                await MeasureAsync(report, stage, "https", stage.Ground.Tls("/"), count);
            }
        }

        stage.Rounds.Rows().ToList().ForEach(report.Add);
    }

    private static Task MeasureAsync(Report report, ProxyStage stage, string how, Uri url, int count)
    {
        string what = $"{count} connections, {how}";
        return stage.Rounds.MeasureAsync(what, async () =>
        {
            await using RunningProxy proxy = (await stage.StartAsync(new OurProxy()))!;
            await Task.Delay(s_calm, TimeProvider.System);
            double idle = Ground.MemoryOf(proxy);
            LoadResult result = await stage.Ground.TryLoadAsync(proxy, new() { Kind = LoadKind.Crowd, Url = url, Connections = count, Window = s_limit });
            if (result.Problem is { } problem)
            {
                report.Miss($"A part of '{what}'", $"{result.Opened} of {count} were opened, {result.Requests} of {count * RequestsEach} requests answered. One failed so: {problem}");
            }

            return new()
            {
                ["opened"] = result.Opened,
                ["answered"] = result.Requests,
                ["failed"] = result.Failures,
                ["opening s"] = result.OpenSeconds,
                ["asking s"] = result.Seconds,
                [ProxyColumns.P50] = result.P50,
                [ProxyColumns.P99] = result.P99,
                ["CPU s"] = result.WatchedMilliseconds / 1000,
                ["client CPU s"] = result.OwnMilliseconds / 1000,
                ["idle MiB"] = idle,
                ["all open MiB"] = result.WatchedMemory,
            };
        });
    }

    // Max open files            20000                20000                files: the hard one, to which .NET raises the soft one.
    private static int HandleLimit()
    {
        string line = File.ReadLines("/proc/self/limits").First(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        string hard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        return int.TryParse(hard, CultureInfo.InvariantCulture, out int limit) ? limit : int.MaxValue;
    }
}
