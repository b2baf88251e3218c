using System.Runtime.InteropServices;

namespace TestOrchestrator.Engine.Interception;

/// <summary>Asks the kernel what it would allow, without doing it. Linux numbers of x64 and arm64.</summary>
internal static unsafe partial class KernelCalls
{
    private const nint GetActionAvailable = 2;
    private const uint UserNotification = 0x7fc0_0000;
    private const nint PidFdGetFd = 438;

    private static readonly nint s_seccomp = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 277 : 317;

    /// <summary>Asks whether system calls can be handed to another process; 0, or errno.</summary>
    public static int Watch()
    {
        uint action = UserNotification;
        return SystemCall(s_seccomp, GetActionAvailable, 0, (nint)(&action)) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Borrows from no process, which fails with 'bad descriptor' where it is allowed; 0, or errno.</summary>
    public static int Borrow() =>
        SystemCall(PidFdGetFd, -1, -1, 0) < 0 && Marshal.GetLastPInvokeError() is not KernelOffer.BadDescriptor and int error ? error : 0;

    /// <summary>Reads a byte of its own memory; 0, or errno.</summary>
    public static int Read()
    {
        byte from = 1;
        byte to = 0;
        Part there = new() { Start = &from, Length = 1 };
        Part here = new() { Start = &to, Length = 1 };
        return ProcessRead(Environment.ProcessId, &here, 1, &there, 1, 0) == 1 ? 0 : Marshal.GetLastPInvokeError();
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint a, nint b, nint c);

    [LibraryImport("libc", EntryPoint = "process_vm_readv", SetLastError = true)]
    private static partial nint ProcessRead(int process, Part* here, nuint hereCount, Part* there, nuint thereCount, nuint flags);

    // struct iovec
    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        public byte* Start;
        public nuint Length;
    }
}
