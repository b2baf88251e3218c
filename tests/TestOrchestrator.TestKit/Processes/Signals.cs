using System.Runtime.InteropServices;

namespace TestOrchestrator.TestKit.Processes;

/// <summary>Signals for processes that a test has started.</summary>
public static partial class Signals
{
    private const int SigInt = 2;
    private const int SigKill = 9;
    private const int SigTerm = 15;

    public static void Interrupt(int pid) => Send(pid, SigInt);

    public static void Terminate(int pid) => Send(pid, SigTerm);

    public static void Kill(int pid) => Send(pid, SigKill);

    /// <summary>Sends a signal; fails if there is no such process.</summary>
    public static void Send(int pid, int signal) => Assert.AreEqual(0, NativeMethods.Kill(pid, signal), $"kill -{signal} {pid}");

    private static partial class NativeMethods
    {
        [LibraryImport("libc", EntryPoint = "kill")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int Kill(int pid, int signal);
    }
}
