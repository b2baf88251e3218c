using System.Diagnostics;
using Bench.Cases;
using Bench.Measuring;
using Bench.Options;
using Bench.Peers;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.AppHosts;

namespace Bench.Apps;

/// <summary>An app host of Aspire that has nothing of ours: on the local engine, and beside it on Aspire's own.</summary>
internal static class PlainApps
{
    private const int FastWarmUp = 15;
    private const int FastRuns = 40;
    private const int RealWarmUp = 3;
    private const int RealRuns = 12;

    public static Type AppHost { get; } = typeof(Projects.PeerAppHost);

    /// <summary>Gets the arguments of the app host.</summary>
    public static string[] Args(bool hasServers) => hasServers ? ["--servers=true"] : [];

    /// <summary>Measures the application on both engines, one after the other.</summary>
    public static async Task MeasureAsync(Report report, BenchOptions options, bool hasServers)
    {
        string what = hasServers ? "2 services, Postgres, Redis" : "2 services";
        Row fast = await MeasureAsync($"{what}, lane fast", Lane.Fast, FastWarmUp, options.RunsOr(FastRuns), hasServers);
        Row real = await MeasureAsync($"{what}, lane real", Lane.Real, RealWarmUp, options.RunsOr(RealRuns), hasServers);
        Row peer = await AspirePeer.MeasureAsync($"{what}, Aspire.Hosting.Testing with DCP", options, hasServers);
        foreach (Row row in (Row[])[fast, real, peer])
        {
            report.Add(row);
        }

        foreach (Row ours in (Row[])[fast, real])
        {
            report.Compare(ours, Columns.Answered, peer, Columns.Answered);
            report.Compare(ours, Columns.Stopped, peer, Columns.Stopped);
        }
    }

    private static async Task<Row> MeasureAsync(string what, Lane lane, int warmUp, int runs, bool hasServers)
    {
        await using EngineRun run = BenchRun.Start(lane);
        return await Series.MeasureAsync(what, warmUp, runs, async () =>
        {
            long begin = Stopwatch.GetTimestamp();
            AppHostApplication application = await ReadyApp.StartAsync(AppHost, run, Args(hasServers));
            Sample sample = new() { [Columns.Started] = Series.Since(begin) };
            await AnswerAsync(application.GetEndpoint("second"));
            sample[Columns.Answered] = Series.Since(begin);

            long end = Stopwatch.GetTimestamp();
            await application.DisposeAsync();
            sample[Columns.Stopped] = Series.Since(end);
            return sample;
        });
    }

    /// <summary>Asks the second service, which started last.</summary>
    public static async Task AnswerAsync(Uri address)
    {
        using HttpResponseMessage answer = await BenchHttp.Client.GetAsync(address);
        answer.EnsureSuccessStatusCode();
    }
}
