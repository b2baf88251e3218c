using System.Globalization;

namespace Bench.Measuring;

/// <summary>Reads what the machine knows of processes.</summary>
internal static class Machine
{
    private const double TicksPerMillisecond = 0.1;

    public static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    /// <summary>Processor time of this process and of all that came from it, those that have ended included, in milliseconds.</summary>
    public static double Cpu() => Tree(Environment.ProcessId).Sum(pid => Fields(pid) is { } f
        ? f.Skip(11).Take(4).Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerMillisecond
        : 0);

    /// <summary>Memory of the processes that came from this one, each page divided by how many share it, in MiB.</summary>
    public static double MemoryOfChildren() => Tree(Environment.ProcessId).Skip(1).Sum(Pss) / 1024.0;

    public static double SizeOf(string directory) => Directory.Exists(directory)
        ? new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(Length) / (1024.0 * 1024.0)
        : 0;

    private static IEnumerable<int> Tree(int pid) => Children(pid).SelectMany(Tree).Prepend(pid);

    private static IEnumerable<int> Children(int pid)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{pid}/task").SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string[]? Fields(int pid)
    {
        try
        {
            // After the command's name: state is field 3, so user time, field 14, is the 12th.
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Pss(int pid)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{pid}/smaps_rollup").FirstOrDefault(l => l.StartsWith("Pss:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[4..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
