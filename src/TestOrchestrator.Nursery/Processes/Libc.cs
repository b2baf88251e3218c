using System.Runtime.InteropServices;

namespace TestOrchestrator.Nursery.Processes;

/// <summary>The system calls that .NET does not offer. Linux numbers.</summary>
internal static partial class Libc
{
    public const int SigKill = 9;
    public const int SigStop = 19;
    public const int Eintr = 4;
    public const int PAll = 0;
    public const int WExited = 0x4;
    public const int WNoWait = 0x0100_0000;

    private const int PrSetChildSubreaper = 36;
    private const int SigHup = 1;
    private const int SigInt = 2;
    private const int SigPipe = 13;
    private const int SigTerm = 15;
    private const nint SigIgn = 1;

    /// <summary>
    /// Orphans of our children become our children, a terminal's Ctrl+C does not reach us, and the signals that end whole groups leave
    /// us alone: the owner's end is what we wait for.
    /// </summary>
    public static void BecomeNursery()
    {
        _ = Prctl(PrSetChildSubreaper, 1, 0, 0, 0);
        _ = SetSid();
        foreach (int signal in new[] { SigHup, SigInt, SigTerm, SigPipe })
        {
            _ = Signal(signal, SigIgn);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static unsafe partial int WaitPid(int pid, int* status, int options);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static unsafe partial int WaitId(int kind, int id, byte* info, int options);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSid();

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);
}
