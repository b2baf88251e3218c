using System.Diagnostics;
using System.Globalization;

namespace Bench.Machines;

/// <summary>Reads how much memory is used, in MiB.</summary>
internal static class Memory
{
    private const double KibPerMib = 1024;

    /// <summary>Gets the memory of processes, each page divided by how many share it (proportional set size).</summary>
    public static double Of(IEnumerable<int> pids) => ProcessorTime.Uncounted(() => pids.Sum(pid => KibOf(pid, "smaps_rollup", "Pss:")) / KibPerMib);

    /// <summary>Gets what processes have in memory, pages that they share counted with each (resident set size).</summary>
    public static double Resident(IEnumerable<int> pids) => ProcessorTime.Uncounted(() => pids.Sum(pid => KibOf(pid, "status", "VmRSS:")) / KibPerMib);

    /// <summary>Gets how much of <see cref="Resident"/> is no page of a file: heaps, stacks, compiled code.</summary>
    public static double Own(IEnumerable<int> pids) => ProcessorTime.Uncounted(() => pids.Sum(pid => KibOf(pid, "status", "RssAnon:") + KibOf(pid, "status", "RssShmem:")) / KibPerMib);

    /// <summary>Gets the memory of this process and of all that came from it, and of the files of a directory, which is taken to be in memory.</summary>
    public static double OfTree(string stateDirectory) => Of(ProcessTree.Of(Environment.ProcessId)) + ProcessorTime.Uncounted(() => SizeOf(stateDirectory));

    // What the files occupy, which is less than their length where they have holes.
    private static double SizeOf(string directory)
    {
        using Process du = Process.Start(new ProcessStartInfo("du", ["-sk", "--", directory]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string text = du.StandardOutput.ReadToEnd();
        du.WaitForExit();
        return double.Parse(text.Split('\t')[0], CultureInfo.InvariantCulture) / KibPerMib;
    }

    private static long KibOf(int pid, string file, string name)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{pid}/{file}").FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended, or is somebody else's.
            return 0;
        }
    }
}
