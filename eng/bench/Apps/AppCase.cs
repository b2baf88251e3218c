using System.Diagnostics;
using Bench.Cases;
using Bench.Machines;
using Bench.Measuring;
using Bench.Options;
using Bench.Peers;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Runs;

namespace Bench.Apps;

/// <summary>Complete applications: one at a time in each lane, and many that are kept alive.</summary>
internal sealed class AppCase : ICase
{
    private const int FastWarmUp = 15;
    private const int FastRuns = 40;
    private const int RealWarmUp = 3;
    private const int RealRuns = 12;

    public string Name => "app";

    public async Task RunAsync(Report report, BenchOptions options)
    {
        Row fast = await MeasureAsync("app, lane fast", Lane.Fast, FastWarmUp, options.RunsOr(FastRuns));
        report.Add(fast);
        report.Add(await MeasureAsync("app, lane real", Lane.Real, RealWarmUp, options.RunsOr(RealRuns)));
        await report.TryAsync($"{options.Apps} apps", async () => report.Add(await Crowd.MeasureAsync(options)));
        if (!options.Peers)
        {
            return;
        }

        await report.TryAsync("2 services on Aspire's engine", () => PlainApps.MeasureAsync(report, options, hasServers: false));
        if (await AspirePeer.HasContainersAsync(report))
        {
            await report.TryAsync("2 services, Postgres and Redis on Aspire's engine", () => PlainApps.MeasureAsync(report, options, hasServers: true));
        }

        if (await ComposePeer.MeasureAsync(report, options) is { } compose)
        {
            report.Add(compose);
            report.Compare(fast, Columns.Started, compose, Columns.Started);
            report.Compare(fast, Columns.Finished, compose, Columns.Started);
        }
    }

    private static async Task<Row> MeasureAsync(string what, Lane lane, int warmUp, int runs)
    {
        await using EngineRun run = BenchRun.Start(lane);
        return await Series.MeasureAsync(what, warmUp, runs, () => MeasureOneAsync(run));
    }

    private static async Task<Sample> MeasureOneAsync(EngineRun run)
    {
        long begin = Stopwatch.GetTimestamp();
        ShopApp app = await ShopApp.StartAsync(run);
        Sample sample = new() { [Columns.Started] = Series.Since(begin) };
        await app.OrderAsync();
        sample[Columns.Answered] = Series.Since(begin);
        await app.WaitUntilShippedAsync();
        sample[Columns.Finished] = Series.Since(begin);
        sample[Columns.Memory] = Memory.OfTree(run.StateDirectory);

        long end = Stopwatch.GetTimestamp();
        await app.DisposeAsync();
        sample[Columns.Stopped] = Series.Since(end);
        return sample;
    }
}
