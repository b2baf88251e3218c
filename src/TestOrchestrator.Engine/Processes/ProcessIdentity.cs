using System.Globalization;

namespace TestOrchestrator.Engine.Processes;

/// <summary>Names a process for good: its pid alone is given to another process when it has ended.</summary>
/// <param name="Pid">The kernel's number.</param>
/// <param name="StartTicks">When it started, in clock ticks since the machine did; 0 if it had ended before anybody could look.</param>
public readonly record struct ProcessIdentity(int Pid, long StartTicks)
{
    /// <summary>
    /// Gets whether the process runs: it is there, is no other one with its pid, and has not ended without anybody having waited for it.
    /// </summary>
    public bool IsRunning => StartTicks != 0 && Read(Pid) is { } fields && Started(fields) == StartTicks && fields[0] is not ("Z" or "X");

    /// <summary>Reads when the process of a pid started.</summary>
    /// <param name="pid">The kernel's number.</param>
    /// <returns>The identity.</returns>
    public static ProcessIdentity Of(int pid) => new(pid, Read(pid) is { } fields ? Started(fields) : 0);

    private static long Started(string[] fields) => long.Parse(fields[19], CultureInfo.InvariantCulture);

    // The fields from the third one, the state.
    private static string[]? Read(int pid)
    {
        try
        {
            // One line, fields separated by blanks:
            //   4242 (my (odd) name) S 1 4242 4242 0 -1 4194560 … 987654 …
            // Field 2, the command name, may itself hold blanks and parentheses, so count from the last ')'. The start is field 22.
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
