using System.Runtime.InteropServices;

namespace TestOrchestrator.Engine.Processes;

/// <summary>kill(2), for processes that no nursery owns any more. Only after their identity was checked.</summary>
internal static partial class NativeSignals
{
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int pid, int signal);
}
