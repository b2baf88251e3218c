using System.Diagnostics;
using System.Globalization;

namespace Bench.Machines;

/// <summary>What else the machine did while something was measured.</summary>
internal sealed record Conditions
{
    /// <summary>Gets the load average over a minute at the beginning.</summary>
    public required double LoadBefore { get; init; }

    /// <summary>Gets the load average over a minute at the end; what was measured is part of it.</summary>
    public required double LoadAfter { get; init; }

    /// <summary>Gets the share of all processors' time that other processes had, in percent: everything that did not come from this process.</summary>
    public required double OthersPercent { get; init; }

    /// <summary>Gets how long it took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Does something and tells what else the machine did meanwhile.</summary>
    public static async Task<Conditions> DuringAsync(Func<Task> work)
    {
        double load = Load();
        double machine = ProcessorTime.OfMachine();
        double own = ProcessorTime.OfTree();
        long begin = Stopwatch.GetTimestamp();
        await work();
        double wall = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        double others = ProcessorTime.OfMachine() - machine - (ProcessorTime.OfTree() - own);
        return new()
        {
            LoadBefore = load,
            LoadAfter = Load(),
            OthersPercent = Math.Max(0, 100 * others / (wall * Environment.ProcessorCount)),
            Seconds = wall / 1000,
        };
    }

    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
}
