using System.Runtime.InteropServices;
using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Engine.Processes;

/// <summary>Signals for processes that no nursery owns any more.</summary>
internal static partial class NativeSignals
{
    // pidfd_open(2) and pidfd_send_signal(2): the same numbers on every architecture.
    private const nint OpenPid = 434;
    private const nint SendSignal = 424;

    /// <summary>Sends a signal to a process, and never to another one that has got its pid in the meantime.</summary>
    /// <returns>Whether it was sent.</returns>
    public static bool TrySend(ProcessIdentity process, StopSignal signal)
    {
        if (process.StartTicks == 0)
        {
            // It had ended before anybody could look.
            return false;
        }

        // What the descriptor stands for does not change any more when the pid is given to somebody else.
        int descriptor = (int)Call(OpenPid, process.Pid, 0, 0, 0);
        if (descriptor < 0)
        {
            // Before Linux 5.3 nothing closes the moment between the look and the signal.
            return ProcessIdentity.Of(process.Pid) == process && Kill(process.Pid, (int)signal) == 0;
        }

        try
        {
            return ProcessIdentity.Of(process.Pid) == process && Call(SendSignal, descriptor, (nint)signal, 0, 0) == 0;
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint a, nint b, nint c, nint d);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
