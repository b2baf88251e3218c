using System.Diagnostics;
using System.Globalization;
using Bench.Cases;
using Bench.Measuring;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Runs;

namespace Bench.Groups;

/// <summary>
/// The process that is killed: it starts groups in one run, all at the same time, says how long it took, and waits. It ends by itself when
/// the process that measures has ended.
/// </summary>
internal static class GroupOwner
{
    public const string Verb = "own-groups";

    public static async Task RunAsync(int count)
    {
        GroupDefinition[] groups = [.. Enumerable.Range(0, count).Select(_ => Group.Describe())];
        long begin = Stopwatch.GetTimestamp();
        await using EngineRun run = BenchRun.Start(Lane.Real);
        await Task.WhenAll(groups.Select(group => Task.Run(() => run.StartApplicationAsync(group, new() { Name = "group" }))));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Series.Since(begin)} {run.StateDirectory}"));
        while (await Console.In.ReadLineAsync() is not null)
        {
        }
    }
}
