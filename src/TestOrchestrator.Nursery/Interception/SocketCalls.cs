using System.Runtime.InteropServices;

namespace TestOrchestrator.Nursery.Interception;

/// <summary>
/// What is done with the sockets of other programs. Not .NET's own, which would change their modes under the hands of their owners.
/// </summary>
internal static unsafe partial class SocketCalls
{
    public const int PollIn = 0x1;
    public const int PollOut = 0x4;
    public const int PollHangUp = 0x10;

    private const int PidFdOpen = 434;
    private const int PidFdGetFd = 438;
    private const int DoNotWait = 0x40;
    private const int NoSignal = 0x4000;

    /// <summary>Reads the memory of another process.</summary>
    /// <returns>How much was read.</returns>
    public static int ReadMemory(int thread, nuint address, Span<byte> into)
    {
        fixed (byte* bytes = into)
        {
            Part here = new() { Start = bytes, Length = (nuint)into.Length };
            Part there = new() { Start = (byte*)address, Length = (nuint)into.Length };
            return (int)Math.Max(0, ProcessRead(thread, &here, 1, &there, 1, 0));
        }
    }

    /// <summary>Takes a second descriptor for what another process has open.</summary>
    /// <returns>The descriptor; -1 if it cannot be had.</returns>
    public static int Borrow(int process, int descriptor)
    {
        int handle = (int)SystemCall(PidFdOpen, process, 0, 0);
        if (handle < 0)
        {
            return -1;
        }

        int borrowed = (int)SystemCall(PidFdGetFd, handle, descriptor, 0);
        _ = Close(handle);
        return borrowed;
    }

    /// <summary>Connects; 0, or errno.</summary>
    public static int Connect(int socket, ReadOnlySpan<byte> address)
    {
        fixed (byte* bytes = address)
        {
            return Connect(socket, bytes, (uint)address.Length) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Gets an option that is a number; -1 if there is none.</summary>
    public static int GetOption(int socket, int level, int option)
    {
        int value = 0;
        uint length = sizeof(int);
        return GetSocketOption(socket, level, option, &value, &length) == 0 ? value : -1;
    }

    /// <summary>Gets the number that the kernel gives to one socket alone.</summary>
    public static ulong GetCookie(int socket)
    {
        const int SocketLevel = 1;
        const int Cookie = 57;
        ulong value = 0;
        uint length = sizeof(ulong);
        _ = GetSocketOption(socket, SocketLevel, Cookie, &value, &length);
        return value;
    }

    public static void SetOption(int socket, int level, int option, int value) => _ = SetSocketOption(socket, level, option, &value, sizeof(int));

    /// <summary>Sends; false when not all of it went at once.</summary>
    public static bool Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return Send(socket, start, (nuint)bytes.Length, DoNotWait | NoSignal) == bytes.Length;
        }
    }

    /// <summary>Receives one byte that is there; false at the end.</summary>
    public static bool ReceiveByte(int socket, out byte received)
    {
        byte one = 0;
        bool is1 = Receive(socket, &one, 1, DoNotWait) == 1;
        received = one;
        return is1;
    }

    /// <summary>Waits for one of the events.</summary>
    /// <returns>What happened; 0 when time is up.</returns>
    public static int Poll(int descriptor, int events, int milliseconds)
    {
        const int Interrupted = 4;
        Watched watched = new() { Descriptor = descriptor, Events = (short)events };
        while (Poll(&watched, 1, milliseconds) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }

        return watched.Happened;
    }

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint a, nint b, nint c);

    [LibraryImport("libc", EntryPoint = "process_vm_readv", SetLastError = true)]
    private static partial nint ProcessRead(int process, Part* here, nuint hereCount, Part* there, nuint thereCount, nuint flags);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(int socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetSocketOption(int socket, int level, int option, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static partial int SetSocketOption(int socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint Send(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint Receive(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(Watched* watched, nuint count, int milliseconds);

    // struct iovec
    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        public byte* Start;
        public nuint Length;
    }

    // struct pollfd
    [StructLayout(LayoutKind.Sequential)]
    private struct Watched
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
