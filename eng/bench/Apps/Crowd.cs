using System.Diagnostics;
using Bench.Cases;
using Bench.Machines;
using Bench.Measuring;
using Bench.Options;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Runs;

namespace Bench.Apps;

/// <summary>Many applications that live at the same time, in one run in the lane fast.</summary>
internal static class Crowd
{
    private const int AtATime = 4;
    private const int StoppedAlone = 20;
    private const int WarmUpApps = 15;
    private const int Runs = 2;

    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    public static Task<Row> MeasureAsync(BenchOptions options) => Series.MeasureAsync(
        $"{options.Apps} apps, {AtATime} at a time, lane fast",
        warmUp: 0,
        Math.Min(Runs, options.RunsOr(Runs)),
        () => MeasureOneAsync(options.Apps));

    private static async Task<Sample> MeasureOneAsync(int count)
    {
        await using EngineRun run = BenchRun.Start(Lane.Fast);
        await WarmUpAsync(run);
        double empty = Memory.OfTree(run.StateDirectory);

        double processor = ProcessorTime.OfTree();
        long begin = Stopwatch.GetTimestamp();
        Stack<ShopApp> apps = await StartAllAsync(run, count);
        Sample sample = new() { ["answered, wall ms per app"] = Series.Since(begin) / count };
        await Task.WhenAll(apps.Select(app => app.WaitUntilShippedAsync()));
        sample["finished, wall ms per app"] = Series.Since(begin) / count;
        sample["CPU ms per app"] = (ProcessorTime.OfTree() - processor) / count;
        sample["MiB per app"] = (Memory.OfTree(run.StateDirectory) - empty) / count;

        int half = count / 2;
        sample[$"{half} stopped ms"] = await StopAsync(apps, half);
        await Task.Delay(s_calm, TimeProvider.System);
        sample[$"{apps.Count} idle, % of a core"] = await IdleAsync();

        List<double> stopped = [];
        while (stopped.Count < StoppedAlone && apps.Count > 0)
        {
            stopped.Add(await StopAsync(apps, 1));
        }

        sample["1 stopped ms"] = stopped.Order().ElementAt(stopped.Count / 2);
        return sample;
    }

    private static async Task WarmUpAsync(EngineRun run)
    {
        for (int i = 0; i < WarmUpApps; i++)
        {
            await using ShopApp app = await ShopApp.StartAsync(run);
            await app.OrderAsync();
            await app.WaitUntilShippedAsync();
        }

        GC.Collect();
    }

    private static async Task<Stack<ShopApp>> StartAllAsync(EngineRun run, int count)
    {
        Stack<ShopApp> apps = [];
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (_, _) =>
        {
            ShopApp app = await ShopApp.StartAsync(run);
            await app.OrderAsync();
            lock (apps)
            {
                apps.Push(app);
            }
        });
        return apps;
    }

    private static async Task<double> StopAsync(Stack<ShopApp> apps, int count)
    {
        ShopApp[] these = [.. Enumerable.Range(0, count).Select(_ => apps.Pop())];
        long begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(these.Select(app => app.DisposeAsync().AsTask()));
        return Series.Since(begin);
    }

    private static async Task<double> IdleAsync()
    {
        double before = ProcessorTime.OfTree();
        long begin = Stopwatch.GetTimestamp();
        await Task.Delay(s_idle, TimeProvider.System);
        return 100 * (ProcessorTime.OfTree() - before) / Series.Since(begin);
    }
}
