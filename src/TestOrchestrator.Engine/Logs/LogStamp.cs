namespace TestOrchestrator.Engine.Logs;

/// <summary>The time at which a line was written, if the log has such stamps: RFC 3339 in UTC with nanoseconds and a blank, such as <c>2026-01-31T12:00:00.123456789Z </c>.</summary>
internal static class LogStamp
{
    private const int Size = 31;

    /// <summary>Takes the stamp away.</summary>
    /// <returns>The line as the program wrote it.</returns>
    public static string Strip(string line) => IsStamped(line) ? line[Size..] : line;

    /// <summary>Tells whether a line begins with a stamp.</summary>
    public static bool IsStamped(string line) =>
        line.Length >= Size && line[4] == '-' && line[10] == 'T' && line[19] == '.' && line[29] == 'Z' && line[30] == ' '
        && char.IsAsciiDigit(line[0]) && char.IsAsciiDigit(line[20]) && char.IsAsciiDigit(line[28]);
}
