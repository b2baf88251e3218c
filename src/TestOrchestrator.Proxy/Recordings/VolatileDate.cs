using System.Globalization;
using System.Text.RegularExpressions;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>A date as texts write it, with how it is written. Immutable.</summary>
internal sealed partial record VolatileDate
{
    private static readonly TimeSpan s_tolerance = TimeSpan.FromHours(1);

    /// <summary>Gets the format for people and for writing: <c>iso</c>, <c>day</c>, <c>rfc1123</c>, <c>s</c> or <c>ms</c>.</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset Time { get; init; }

    // Digits of the second's fraction, and what names the offset.
    private int Fraction { get; init; }

    private string Offset { get; init; } = "";

    private char Separator { get; init; } = 'T';

    /// <summary>Reads ISO 8601, RFC 1123, and seconds or milliseconds since 1970 of the years 2001 to 2286.</summary>
    public static VolatileDate? Read(string text)
    {
        if (text.Length is 10 or 13 && text[0] != '0' && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return text.Length == 10
                ? new VolatileDate { Kind = "s", Time = DateTimeOffset.FromUnixTimeSeconds(number) }
                : new VolatileDate { Kind = "ms", Time = DateTimeOffset.FromUnixTimeMilliseconds(number) };
        }

        if (DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset rfc))
        {
            return new VolatileDate { Kind = "rfc1123", Time = rfc };
        }

        return Iso().Match(text) is { Success: true } iso
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
                ? new VolatileDate
                {
                    Kind = iso.Groups["time"].Success ? "iso" : "day",
                    Time = time,
                    Fraction = iso.Groups["fraction"].Length,
                    Offset = iso.Groups["offset"].Value,
                    Separator = iso.Groups["separator"].Success ? iso.Groups["separator"].ValueSpan[0] : 'T',
                }
                : null;
    }

    /// <summary>Whether two dates are written alike, and are as far from their own now, within an hour.</summary>
    public bool Agrees(VolatileDate other, TimeSpan shift)
    {
        if (Kind != other.Kind)
        {
            return false;
        }

        // Days have no hours: they move when the day does.
        TimeSpan moved = other.Time - Time;
        return Kind == "day" ? Math.Abs((moved - shift).TotalDays) < 1 : (moved - shift).Duration() <= s_tolerance;
    }

    /// <summary>The text of a later date, written alike.</summary>
    public string Shifted(TimeSpan shift)
    {
        DateTimeOffset time = Time + shift;
        string fraction = Fraction == 0 ? "" : $".{new string('f', Math.Min(Fraction, 7))}";
        return Kind switch
        {
            "s" => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            "ms" => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            "rfc1123" => time.ToString("r", CultureInfo.InvariantCulture),
            "day" => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => time.ToString($"yyyy-MM-dd'{Separator}'HH:mm:ss{fraction}", CultureInfo.InvariantCulture) + Offset,
        };
    }

    [GeneratedRegex(@"\A\d{4}-\d{2}-\d{2}(?<time>(?<separator>[T ])\d{2}:\d{2}:\d{2}(\.(?<fraction>\d{1,7}))?(?<offset>Z|[+-]\d{2}:\d{2})?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
