namespace TestOrchestrator.Engine.Logs;

/// <summary>
/// The time at which a line was written, if the log has such stamps: RFC 3339 in UTC with nanoseconds and a blank, such as
/// <c>2026-01-31T12:00:00.123456789Z </c>.
/// </summary>
public static class LogStamp
{
    private const int Size = 31;

    /// <summary>Takes the stamp away.</summary>
    /// <param name="line">The line.</param>
    /// <returns>The line as the program wrote it.</returns>
    public static string Strip(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return IsStamped(line) ? line[Size..] : line;
    }

    /// <summary>Reads the stamp of a line. Stamps sort by time.</summary>
    /// <param name="line">The line.</param>
    /// <returns>The stamp without the blank; null if the line has none.</returns>
    public static string? Of(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return IsStamped(line) ? line[..(Size - 1)] : null;
    }

    private static bool IsStamped(string line) =>
        line.Length >= Size && line[4] == '-' && line[10] == 'T' && line[19] == '.' && line[29] == 'Z' && line[30] == ' '
        && char.IsAsciiDigit(line[0]) && char.IsAsciiDigit(line[20]) && char.IsAsciiDigit(line[28]);
}
