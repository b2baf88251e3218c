using System.Diagnostics;
using Bench.Cases;
using Bench.Definitions;
using Bench.Measuring;
using Bench.Options;
using Bench.Servers;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Runs;

namespace Bench.Services;

/// <summary>One ASP.NET service until its first answer, as a process and inside this one.</summary>
internal sealed class ServiceCase : ICase
{
    private const string Service = "greeter";
    private const int WarmUp = 10;
    private const int RealRuns = 20;
    private const int FastRuns = 40;

    public string Name => "service";

    public async Task RunAsync(Report report, BenchOptions options)
    {
        report.Add(await MeasureAsync("service, a process (lane real)", Lane.Real, options.RunsOr(RealRuns)));
        report.Add(await MeasureAsync("service, in this process (lane fast)", Lane.Fast, options.RunsOr(FastRuns)));
    }

    private static async Task<Row> MeasureAsync(string what, Lane lane, int runs)
    {
        await using EngineRun run = BenchRun.Start(lane);
        return await Series.MeasureAsync(what, WarmUp, runs, () => MeasureOneAsync(run));
    }

    private static async Task<Sample> MeasureOneAsync(EngineRun run)
    {
        GroupDefinition group = GroupDefinition.Create([Units.Greeter(Service)]);
        long begin = Stopwatch.GetTimestamp();
        RunningApplication application = await run.StartApplicationAsync(group, new() { Name = Service });
        Sample sample = new() { [Columns.Started] = Series.Since(begin) };
        using HttpResponseMessage answer = await BenchHttp.Client.GetAsync(application.GetEndpoint(Service).Url);
        answer.EnsureSuccessStatusCode();
        sample[Columns.Answered] = Series.Since(begin);
        if (run.Options.Lane == Lane.Real)
        {
            sample[Columns.Memory] = ServerMemory.Of(application);
        }

        long end = Stopwatch.GetTimestamp();
        await application.DisposeAsync();
        sample[Columns.Stopped] = Series.Since(end);
        return sample;
    }
}
