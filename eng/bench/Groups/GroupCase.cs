using System.Diagnostics;
using Bench.Cases;
using Bench.Measuring;
using Bench.Options;
using Bench.Peers;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Runs;

namespace Bench.Groups;

/// <summary>Groups of processes: two hundred in a run whose owner is killed, and one at a time beside runit.</summary>
internal sealed class GroupCase : ICase
{
    private const int Many = 200;
    private const int ManyRuns = 5;
    private const int WarmUp = 5;
    private const int Runs = 20;

    public string Name => "group";

    public async Task RunAsync(Report report, BenchOptions options)
    {
        report.Add(await Series.MeasureAsync($"{Many} groups of {Group.Size}, owner killed", 1, options.RunsOr(ManyRuns), () => Massacre.MeasureAsync(Many)));

        await using EngineRun run = BenchRun.Start(Lane.Real);
        Row one = await Series.MeasureAsync($"1 group of {Group.Size}, ready", WarmUp, options.RunsOr(Runs), () => MeasureOneAsync(run));
        report.Add(one);
        if (options.Peers && await RunitPeer.MeasureAsync(report, options, run) is { } runit)
        {
            report.Add(runit);
            report.Compare(one, Columns.Running, runit, Columns.Running);
            report.Compare(one, Columns.Started, runit, Columns.Started);
            report.Compare(one, Columns.Started, runit, Columns.Running);
        }
    }

    private static async Task<Sample> MeasureOneAsync(EngineRun run)
    {
        GroupDefinition group = Group.Describe();
        DateTimeOffset at = TimeProvider.System.GetUtcNow();
        long begin = Stopwatch.GetTimestamp();
        RunningApplication application = await run.StartApplicationAsync(group, new() { Name = "group" });
        double started = Series.Since(begin);
        Sample sample = new()
        {
            [Columns.Running] = (ResourceTimes.OfLast(application, UnitState.Running) - at).TotalMilliseconds,
            [Columns.Started] = started,
        };
        long end = Stopwatch.GetTimestamp();
        await application.DisposeAsync();
        sample[Columns.Stopped] = Series.Since(end);
        return sample;
    }
}
