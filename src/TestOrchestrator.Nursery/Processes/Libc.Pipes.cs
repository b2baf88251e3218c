using System.Runtime.InteropServices;

namespace TestOrchestrator.Nursery.Processes;

/// <summary>Pipes and waiting for them: pipe2(2), epoll(7), read(2).</summary>
internal static unsafe partial class Libc
{
    private const int NonBlocking = 0x800;
    private const int CloseOnExecFlag = 0x80000;
    private const int SetStatusFlags = 4;
    private const int GetPipeSize = 1032;
    private const int EpollAdd = 1;
    private const uint EpollIn = 1;
    private const int Forever = -1;
    private const int RealTime = 0;

    // struct epoll_event is packed on x86-64 only: 4 bytes of events, 8 of data; elsewhere the data are aligned.
    private static readonly int s_eventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int s_eventData = s_eventSize - sizeof(long);

    /// <summary>Makes a pipe that no other process inherits; reading from it never waits.</summary>
    public static bool TryPipe(out int read, out int write)
    {
        int* ends = stackalloc int[2];
        bool made = Pipe(ends, CloseOnExecFlag) == 0;
        read = made ? ends[0] : -1;
        write = made ? ends[1] : -1;
        if (made)
        {
            _ = Fcntl(read, SetStatusFlags, NonBlocking);
        }

        return made;
    }

    /// <summary>Gets how much a pipe can hold.</summary>
    public static int CapacityOf(int pipe) => Fcntl(pipe, GetPipeSize, 0);

    /// <summary>Makes something that tells which descriptors can be read.</summary>
    public static int NewEvents() => EpollCreate(CloseOnExecFlag);

    public static void Watch(int events, int descriptor)
    {
        byte* watched = stackalloc byte[16];
        *(uint*)watched = EpollIn;
        *(long*)(watched + s_eventData) = descriptor;
        _ = EpollControl(events, EpollAdd, descriptor, watched);
    }

    /// <summary>Waits until descriptors can be read.</summary>
    /// <returns>How many there are.</returns>
    public static int WaitForEvents(int events, Span<int> descriptors)
    {
        byte* seen = stackalloc byte[16 * descriptors.Length];
        int count = EpollWait(events, seen, descriptors.Length, Forever);
        for (int i = 0; i < count; i++)
        {
            descriptors[i] = (int)*(long*)(seen + (i * s_eventSize) + s_eventData);
        }

        return Math.Max(count, 0);
    }

    /// <summary>Reads what is there.</summary>
    /// <returns>How much; 0 when nobody can write any more, -1 when there is nothing at the moment.</returns>
    public static int ReadNow(int descriptor, byte[] buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return (int)Read(descriptor, bytes, (nuint)buffer.Length);
        }
    }

    /// <summary>Gets the time of the machine in seconds since 1970 and nanoseconds.</summary>
    public static (long Seconds, long Nanoseconds) Now()
    {
        long* time = stackalloc long[2];
        _ = GetTime(RealTime, time);
        return (time[0], time[1]);
    }

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "pipe2")]
    private static partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl")]
    private static partial int EpollControl(int events, int operation, int descriptor, byte* watched);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int EpollWait(int events, byte* seen, int count, int timeout);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, byte* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, long* time);
}
