using System.Diagnostics;
using Bench.Machines;

namespace Bench.Measuring;

/// <summary>Measures one thing several times, one after the other.</summary>
internal static class Series
{
    // What is left to do in the background - a database is dropped, the next copy is made - is charged to whom it belongs.
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(100);

    /// <param name="what">The name of the row.</param>
    /// <param name="warmUp">How many measurements come first and do not count.</param>
    /// <param name="runs">How many count.</param>
    /// <param name="measure">Measures once; processor time is added, unless it was measured.</param>
    public static Task<Row> MeasureAsync(string what, int warmUp, int runs, Func<Task<Sample>> measure) => RepeatAsync(what, warmUp, runs, async () =>
    {
        double before = ProcessorTime.OfTree();
        double here = ProcessorTime.OfThisProcess();
        Sample sample = await measure();
        await Task.Delay(s_settle, TimeProvider.System);
        if (sample.TryAdd(Columns.Processor, ProcessorTime.OfTree() - before))
        {
            sample[Columns.Here] = ProcessorTime.OfThisProcess() - here;
        }

        return sample;
    });

    /// <summary>The same for what is done by processes that are not ours, whose processor time is not known.</summary>
    public static async Task<Row> MeasureOthersAsync(string what, int warmUp, int runs, Func<Task<Sample>> measure) =>
        await RepeatAsync(what, warmUp, runs, measure) with { IsDoneByOthers = true };

    /// <summary>Gets the milliseconds since a time stamp.</summary>
    public static double Since(long begin) => Stopwatch.GetElapsedTime(begin).TotalMilliseconds;

    private static async Task<Row> RepeatAsync(string what, int warmUp, int runs, Func<Task<Sample>> measure)
    {
        Console.Error.WriteLine($"{what}: {warmUp} + {runs} runs");
        List<Sample> before = [];
        for (int i = 0; i < warmUp; i++)
        {
            before.Add(await measure());
        }

        List<Sample> samples = [];
        Conditions conditions = await Conditions.DuringAsync(async () =>
        {
            for (int i = 0; i < runs; i++)
            {
                samples.Add(await measure());
            }
        });
        return new() { What = what, WarmUp = [.. before], Samples = [.. samples], Conditions = conditions };
    }
}
