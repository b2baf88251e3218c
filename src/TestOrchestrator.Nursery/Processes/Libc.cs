using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TestOrchestrator.Nursery.Processes;

/// <summary>The system calls that .NET does not offer. Linux numbers.</summary>
internal static unsafe partial class Libc
{
    public const int SigKill = 9;
    public const int SigStop = 19;
    public const int Eintr = 4;
    public const int PAll = 0;
    public const int WExited = 0x4;
    public const int WNoWait = 0x0100_0000;

    private const int PrSetChildSubreaper = 36;
    private const int ExecuteOk = 1;
    private const int LockSharedWithoutWaiting = 1 | 4;
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;
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

        HideDescriptors();
    }

    /// <summary>Holds a lock on a file, together with others who share it, until it is closed.</summary>
    public static void LockShared(SafeFileHandle file) => _ = Flock((int)file.DangerousGetHandle(), LockSharedWithoutWaiting);

    /// <summary>Tells why a program cannot be executed.</summary>
    /// <returns>0 if it can, else errno.</returns>
    public static int WhyNotExecutable(string path) => Access(path, ExecuteOk) == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitPid(int pid, int* status, int options);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitId(int kind, int id, byte* info, int options);

    // What the owner inherited from its own parent, such as the pipe of a build, would be held open by every child.
    private static void HideDescriptors()
    {
        foreach (string descriptor in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(descriptor), CultureInfo.InvariantCulture, out int number) && number > 2)
            {
                _ = Fcntl(number, SetDescriptorFlags, CloseOnExec);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int Flock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSid();

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);
}
