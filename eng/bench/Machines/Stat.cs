using System.Globalization;

namespace Bench.Machines;

/// <summary>What <c>/proc/PID/stat</c> says of a process.</summary>
/// <param name="State">R, S, D and so on; Z is dead.</param>
/// <param name="StartTicks">When it started, in ticks since the machine did.</param>
/// <param name="EndedChildren">Processor time of its children that have ended, and of theirs.</param>
internal sealed record Stat(char State, long StartTicks, TimeSpan EndedChildren)
{
    private const int TicksPerSecond = 100;

    /// <summary>Reads what is known of a process; null if it is gone.</summary>
    public static Stat? Of(int pid)
    {
        try
        {
            // 4242 (my (odd) name) S 1 4242 …: the name may hold blanks and parentheses, so count from the last ')'. State is field 3.
            string text = File.ReadAllText($"/proc/{pid}/stat");
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new(fields[0][0], Number(fields[19]), TimeSpan.FromSeconds((Number(fields[13]) + Number(fields[14])) / (double)TicksPerSecond));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
