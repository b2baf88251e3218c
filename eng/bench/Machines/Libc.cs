using System.Runtime.InteropServices;

namespace Bench.Machines;

/// <summary>The system calls that .NET does not offer. Linux numbers.</summary>
internal static partial class Libc
{
    public const int SigKill = 9;

    private const int NoHang = 1;
    private const int SetChildSubreaper = 36;

    /// <summary>Makes orphans of what this process started its children, or its ancestors' again.</summary>
    public static void AdoptOrphans(bool adopt) => _ = Prctl(SetChildSubreaper, adopt ? 1u : 0u, 0, 0, 0);

    /// <summary>Looks after a child that is dead, so that its processor time counts as ours. Nothing happens if it is not a child.</summary>
    public static unsafe void Reap(int pid) => _ = WaitPid(pid, null, NoHang);

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int pid, int signal);

    /// <summary>Reads the processor time of a process, those of its threads that have ended included, to the nanosecond.</summary>
    public static TimeSpan ProcessorTime(int pid)
    {
        // The number of a process's clock of processor time: clock_getcpuclockid(3).
        int clock = (~pid << 3) | 2;
        return ClockGetTime(clock, out TimeSpec time) == 0 ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick)) : TimeSpan.Zero;
    }

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static unsafe partial int WaitPid(int pid, int* status, int options);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
