using System.Runtime.InteropServices;

namespace TestOrchestrator.Nursery.Interception;

/// <summary>
/// Asks the kernel to hand over the connect(2) of a program instead of carrying it out: seccomp_unotify(2), Linux 5.9 and later.
/// </summary>
internal static unsafe partial class Seccomp
{
    private const int SetModeFilter = 1;
    private const uint NewListener = 1 << 3;
    private const uint WaitKillable = 1 << 5;
    private const int SetNoNewPrivileges = 38;
    private const int ErrorAccess = 13;
    private const int ErrorInvalid = 22;
    private const uint ErrorNotImplemented = 38;

    // The program of the filter, in the classic BPF of <linux/filter.h> and the actions of <linux/seccomp.h>.
    private const ushort LoadWord = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort Return = 0x06;
    private const uint Allow = 0x7fff_0000;
    private const uint Fail = 0x0005_0000;
    private const uint Notify = 0x7fc0_0000;
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint IoUringSetup = 425;

    private const nuint ReceiveRequest = 0xc050_2100;
    private const nuint SendRequest = 0xc018_2101;
    private const nuint IsValidRequest = 0x4008_2102;
    private const uint Continue = 1;
    private const int NotificationSize = 80;
    private const int AnswerSize = 24;

    private static readonly (uint Architecture, uint Connect, nint Seccomp) s_numbers =
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? (0xc000_00b7u, 203u, (nint)277) : (0xc000_003eu, 42u, (nint)317);

    /// <summary>
    /// Installs the filter in the calling thread, for good: what the thread starts has it, too, and so has all that comes from that.
    /// </summary>
    /// <remarks>
    /// Connections by io_uring would not be seen, so programs are told that there is none and do without. Calls of another architecture,
    /// those of 32-bit programs, are let through.
    /// </remarks>
    /// <param name="listener">Where attempts to connect are heard of; -1 if there is an error.</param>
    /// <returns>0, or errno.</returns>
    public static int Install(out int listener)
    {
        Step* steps = stackalloc Step[]
        {
            new(LoadWord, 0, 0, ArchitectureOffset),
            new(JumpIfEqual, 0, 5, s_numbers.Architecture),
            new(LoadWord, 0, 0, NumberOffset),
            new(JumpIfEqual, 2, 0, s_numbers.Connect),
            new(JumpIfEqual, 0, 2, IoUringSetup),
            new(Return, 0, 0, Fail | ErrorNotImplemented),
            new(Return, 0, 0, Notify),
            new(Return, 0, 0, Allow),
        };
        Program program = new() { Length = 8, Steps = steps };

        // A thread that waits for our answer is disturbed by no signal (Linux 5.19): a call that has been carried out is never begun again.
        int error = Install(NewListener | WaitKillable, &program, out listener);
        return error == ErrorInvalid ? Install(NewListener, &program, out listener) : error;
    }

    /// <summary>Waits for the next attempt.</summary>
    /// <returns>Whether one may come; false when nobody is left who could make one.</returns>
    public static bool Wait(int listener) => (SocketCalls.Poll(listener, SocketCalls.PollIn, Timeout.Infinite) & SocketCalls.PollHangUp) == 0;

    /// <summary>Takes an attempt.</summary>
    /// <returns>The attempt; null if it was given up in the meantime.</returns>
    public static ConnectAttempt? Receive(int listener)
    {
        byte* notification = stackalloc byte[NotificationSize];
        new Span<byte>(notification, NotificationSize).Clear();
        return IoControl(listener, ReceiveRequest, notification) < 0
            ? null
            : new(*(ulong*)notification, *(int*)(notification + 8), (int)*(ulong*)(notification + 32), (nuint)(*(ulong*)(notification + 40)), (int)*(ulong*)(notification + 48));
    }

    /// <summary>
    /// Tells whether an attempt still stands: only then is its thread the one that made it, and not another of the same number.
    /// </summary>
    public static bool IsValid(int listener, ConnectAttempt attempt)
    {
        ulong id = attempt.Id;
        return IoControl(listener, IsValidRequest, &id) == 0;
    }

    /// <summary>Has the kernel carry an attempt out as if nobody had looked.</summary>
    public static void LetThrough(int listener, ConnectAttempt attempt) => _ = Send(listener, attempt, 0, Continue);

    /// <summary>Tells a program how its attempt ended.</summary>
    /// <returns>Whether the program has heard it: not if a signal interrupted it.</returns>
    public static bool Answer(int listener, ConnectAttempt attempt, int error) => Send(listener, attempt, -error, 0);

    private static bool Send(int listener, ConnectAttempt attempt, int error, uint flags)
    {
        byte* answer = stackalloc byte[AnswerSize];
        *(ulong*)answer = attempt.Id;
        *(long*)(answer + 8) = 0;
        *(int*)(answer + 16) = error;
        *(uint*)(answer + 20) = flags;
        return IoControl(listener, SendRequest, answer) == 0;
    }

    private static int Install(uint flags, Program* program, out int listener)
    {
        listener = (int)SystemCall(s_numbers.Seccomp, SetModeFilter, flags, program);
        int error = listener >= 0 ? 0 : Marshal.GetLastPInvokeError();
        if (error == ErrorAccess)
        {
            // Who is not root may filter only what cannot gain rights thereby, such as by sudo.
            _ = Prctl(SetNoNewPrivileges, 1, 0, 0, 0);
            listener = (int)SystemCall(s_numbers.Seccomp, SetModeFilter, flags, program);
            error = listener >= 0 ? 0 : Marshal.GetLastPInvokeError();
        }

        return error;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint operation, nuint flags, Program* program);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint a, nuint b, nuint c, nuint d);

    // struct sock_filter
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Step(ushort code, byte ifTrue, byte ifFalse, uint operand)
    {
        public readonly ushort Code = code;
        public readonly byte IfTrue = ifTrue;
        public readonly byte IfFalse = ifFalse;
        public readonly uint Operand = operand;
    }

    // struct sock_fprog
    [StructLayout(LayoutKind.Sequential)]
    private struct Program
    {
        public ushort Length;
        public Step* Steps;
    }
}
