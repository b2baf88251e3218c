using System.Runtime.InteropServices;

namespace TestOrchestrator.TestKit.Processes;

/// <summary>Signals for processes that a test has started.</summary>
public static class Signals
{
    private const int SigKill = 9;

    public static void Kill(int pid) => Assert.AreEqual(0, NativeMethods.Kill(pid, SigKill), $"kill -9 {pid}");

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "kill")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Kill(int pid, int signal);
    }
}
