namespace TestOrchestrator.TestKit.Processes;

/// <summary>System V shared memory, which outlives those who made it.</summary>
public static class SharedMemory
{
    /// <summary>Lists the segments that a process made, one a line; empty if there are none.</summary>
    /// <remarks>Of <c>/proc/sysvipc/shm</c>: key, shmid, perms, size, cpid and so on, separated by blanks.</remarks>
    public static string CreatedBy(int pid) => string.Join('\n', File.ReadLines("/proc/sysvipc/shm")
        .Skip(1)
        .Where(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4] == $"{pid}"));
}
