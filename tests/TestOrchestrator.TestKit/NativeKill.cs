using System.Runtime.InteropServices;

namespace TestOrchestrator.TestKit;

/// <summary>kill(2), for processes that a test has started.</summary>
internal static partial class NativeKill
{
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Send(int pid, int signal);
}
