using System.Runtime.InteropServices;

namespace TestOrchestrator.EndToEnd.Tests.Support;

/// <summary>Sends signals to processes that the tests started.</summary>
internal static partial class Signals
{
    private const int SigInt = 2;
    private const int SigKill = 9;
    private const int SigTerm = 15;

    public static void Interrupt(int pid) => Send(pid, SigInt);

    public static void Terminate(int pid) => Send(pid, SigTerm);

    public static void Kill(int pid) => Send(pid, SigKill);

    private static void Send(int pid, int signal) => Assert.AreEqual(0, NativeKill(pid, signal), $"Signal {signal} could not be sent to process {pid}.");

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int NativeKill(int pid, int signal);
}
