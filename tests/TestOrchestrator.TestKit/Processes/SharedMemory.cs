using System.Globalization;

namespace TestOrchestrator.TestKit.Processes;

/// <summary>System V shared memory, which outlives those who made it.</summary>
public static class SharedMemory
{
    /// <summary>Lists the segments that a process made, one a line; empty if there are none.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="since">When the process was not there yet: its pid may have been another's before.</param>
    /// <remarks>The columns of the list are key, shmid, perms, size, cpid, lpid, nattch, uid, gid, cuid, cgid, atime, dtime, ctime and so on.</remarks>
    public static string CreatedBy(int pid, DateTimeOffset since) => string.Join('\n', File.ReadLines("/proc/sysvipc/shm")
        .Skip(1)
        .Where(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var columns
            && columns[4] == $"{pid}"
            && long.Parse(columns[13], CultureInfo.InvariantCulture) >= since.ToUnixTimeSeconds()));
}
