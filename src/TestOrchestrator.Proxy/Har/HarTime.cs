using System.Globalization;

namespace TestOrchestrator.Proxy.Har;

/// <summary>Times as HAR writes them: ISO 8601 with milliseconds and offset.</summary>
internal static class HarTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffzzz";

    public static string Text(DateTimeOffset time) => time.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads what any program may write for ISO 8601; without an offset it is UTC.</summary>
    public static bool TryRead(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
