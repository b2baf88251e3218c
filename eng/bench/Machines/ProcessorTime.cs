using System.Globalization;

namespace Bench.Machines;

/// <summary>Reads how much processor time was used.</summary>
internal static class ProcessorTime
{
    private const int MillisecondsPerTick = 10;

    private static double s_lookingOfTree;
    private static double s_lookingHere;

    /// <summary>
    /// Gets the milliseconds of this process and of all that came from it, those that have ended included. Exact for what runs; what has
    /// ended is counted by the kernel in steps of 10 ms for each parent.
    /// </summary>
    public static double OfTree() => Of(Environment.ProcessId) - s_lookingOfTree;

    /// <summary>Gets the same of another process, to which looking costs nothing.</summary>
    public static double Of(int root) => ProcessTree.Of(root).Sum(pid => (Libc.ProcessorTime(pid) + (Stat.Of(pid)?.EndedChildren ?? TimeSpan.Zero)).TotalMilliseconds);

    /// <summary>Gets the milliseconds of this process alone.</summary>
    public static double OfThisProcess() => Libc.ProcessorTime(Environment.ProcessId).TotalMilliseconds - s_lookingHere;

    /// <summary>Looks at something in a way that costs processor time, which counts as nobody's. Not thread-safe.</summary>
    public static double Uncounted(Func<double> look)
    {
        double tree = OfTree();
        double here = OfThisProcess();
        double seen = look();
        s_lookingOfTree += OfTree() - tree;
        s_lookingHere += OfThisProcess() - here;
        return seen;
    }

    /// <summary>Gets the milliseconds that all processors together were busy since the machine started.</summary>
    public static double OfMachine()
    {
        // cpu  user nice system idle iowait irq softirq steal guest guest_nice; guests are in user, too.
        string[] fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double[] ticks = [.. fields.Skip(1).Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
        return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]) * MillisecondsPerTick;
    }
}
