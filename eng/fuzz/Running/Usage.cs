using System.Diagnostics;
using System.Globalization;

namespace Fuzz.Running;

/// <summary>What the process holds at one moment. Immutable.</summary>
internal sealed record Usage(int Handles, int Threads, long ManagedBytes, long WorkingSet)
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Collects garbage first, so that what nobody holds does not count, and what nobody observed is reported.</summary>
    public static Usage Settled()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Now();
    }

    public static Usage Now()
    {
        using Process process = Process.GetCurrentProcess();
        return new Usage(Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(), process.Threads.Count, GC.GetTotalMemory(forceFullCollection: false), process.WorkingSet64);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Handles} handles, {Threads} threads, {ManagedBytes / Megabyte} MB managed, {WorkingSet / Megabyte} MB working set");
}
