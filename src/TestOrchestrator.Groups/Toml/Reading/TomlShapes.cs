using System.Globalization;
using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Toml.Reading;

/// <summary>The shapes that readers ask for.</summary>
internal static class TomlShapes
{
    private static readonly (string Unit, long Ticks)[] s_durations =
    [
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
    ];

    private static readonly (string Unit, long Bytes)[] s_sizes = [("B", 1), ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30)];

    public static TomlShape<string> Text { get; } = new()
    {
        Wanted = "a string",
        TryRead = (TomlValue value, out string? read) => (read = (value as TomlString)?.Value) is not null,
    };

    public static TomlShape<bool> Boolean { get; } = new()
    {
        Wanted = "true or false",
        TryRead = (TomlValue value, out bool read) => (read = value is TomlBoolean { Value: true }) || value is TomlBoolean,
    };

    public static TomlShape<TomlTable> Table { get; } = new()
    {
        Wanted = "a table",
        TryRead = (TomlValue value, out TomlTable? read) => (read = value as TomlTable) is not null,
    };

    public static TomlShape<TomlArray> Array { get; } = new()
    {
        Wanted = "an array",
        TryRead = (TomlValue value, out TomlArray? read) => (read = value as TomlArray) is not null,
    };

    public static TomlShape<TimeSpan> Duration { get; } = new()
    {
        Wanted = "a duration, such as \"500ms\", \"10s\", \"2m\" or \"1h\"",
        TryRead = (TomlValue value, out TimeSpan read) =>
        {
            bool fits = TryMeasure(value, s_durations, out long ticks);
            read = new(ticks);
            return fits;
        },
    };

    public static TomlShape<long> Size { get; } = new()
    {
        Wanted = "a size, such as \"512B\", \"64KiB\", \"10MiB\" or \"1GiB\"",
        TryRead = (TomlValue value, out long read) => TryMeasure(value, s_sizes, out read),
    };

    public static TomlShape<long> Integer(long min, long max) => new()
    {
        Wanted = (min, max) switch
        {
            (long.MinValue, long.MaxValue) => "an integer",
            (_, long.MaxValue) => $"an integer of at least {min}",
            (long.MinValue, _) => $"an integer of at most {max}",
            _ => $"an integer from {min} to {max}",
        },
        TryRead = (TomlValue value, out long read) =>
        {
            read = (value as TomlInteger)?.Value ?? 0;
            return value is TomlInteger && read >= min && read <= max;
        },
    };

    // Digits, then a unit, and nothing between or around them.
    private static bool TryMeasure(TomlValue value, (string Unit, long Factor)[] units, out long measure)
    {
        measure = 0;
        if (value is not TomlString { Value: string text })
        {
            return false;
        }

        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return false;
        }

        (string Unit, long Factor) unit = units.FirstOrDefault(candidate => candidate.Unit == text[digits..]);
        if (unit.Unit is null || number > long.MaxValue / unit.Factor)
        {
            return false;
        }

        measure = number * unit.Factor;
        return true;
    }
}
