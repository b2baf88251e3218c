using System.Globalization;
using System.Text.RegularExpressions;
using TestOrchestrator.Groups.Texts;
using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Toml.Parsing;

/// <summary>Reads what is neither quoted nor bracketed: booleans, integers, floats, dates and times.</summary>
internal sealed partial class TomlScalarReader(TomlCursor cursor)
{
    public TomlValue Read()
    {
        TextPosition position = cursor.Position;
        string word = cursor.TakeWhile(InWord);

        // A blank may stand for the 'T' between a date and a time: 1979-05-27 07:32:00Z.
        if (LocalDate().IsMatch(word) && cursor.Current == ' ' && char.IsAsciiDigit(cursor.Peek(1)))
        {
            cursor.Skip();
            word += " " + cursor.TakeWhile(InWord);
        }

        return word switch
        {
            "" => throw cursor.Fail(position, $"Expected a value and saw {cursor.Seen()}. A string stands in quotes."),
            "true" => new TomlBoolean(true, position),
            "false" => new TomlBoolean(false, position),
            "inf" or "+inf" => new TomlFloat(double.PositiveInfinity, position),
            "-inf" => new TomlFloat(double.NegativeInfinity, position),
            "nan" or "+nan" or "-nan" => new TomlFloat(double.NaN, position),
            _ when Integer().Match(word) is { Success: true } match => Integer(word, match, position),
            _ when Float().IsMatch(word) => new TomlFloat(double.Parse(word.Replace("_", ""), NumberStyles.Float, CultureInfo.InvariantCulture), position),
            _ when char.IsAsciiDigit(word[0]) && DateTime().Match(word) is { Success: true } match => DateTime(word, match, position),
            _ => throw cursor.Fail(position, Refusal(word)),
        };
    }

    private static bool InWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '_' or '.' or ':';

    private static string Refusal(string word) => word switch
    {
        _ when LeadingZero().IsMatch(word) => $"'{word}' is not a number: it begins with a zero. Leave the zero out, or write 0o before octal digits.",
        _ when word.EndsWith('.') || word.StartsWith('.') || word.Contains("._") || word.Contains("_.") => $"'{word}' is not a number: digits stand on both sides of the point.",
        _ when char.IsAsciiDigit(word[^1]) && word.Contains("__") => $"'{word}' is not a number: an underscore stands between two digits.",
        _ when char.IsAsciiDigit(word[0]) || word[0] is '+' or '-' => $"'{word}' is neither a number nor a date or time of RFC 3339, such as 1979-05-27T07:32:00Z. A string stands in quotes.",
        _ when bool.TryParse(word, out bool value) => $"'{word}' is not a value. Write {(value ? "true" : "false")} in lower case.",
        _ => $"'{word}' is not a value. A string stands in quotes: \"{word}\".",
    };

    private TomlInteger Integer(string word, Match match, TextPosition position)
    {
        string digits = word.Replace("_", "");
        int radix = match.Groups["hex"].Success ? 16 : match.Groups["oct"].Success ? 8 : match.Groups["bin"].Success ? 2 : 10;
        Int128 value = 0;
        foreach (char digit in radix == 10 ? digits.TrimStart('+', '-') : digits[2..])
        {
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
            if (value > (Int128)long.MaxValue + 1)
            {
                break;
            }
        }

        value = digits[0] == '-' ? -value : value;
        return value >= long.MinValue && value <= long.MaxValue
            ? new TomlInteger((long)value, position)
            : throw cursor.Fail(position, $"'{word}' does not fit into 64 bits. An integer is {long.MinValue} to {long.MaxValue}.");
    }

    private TomlDateTime DateTime(string word, Match match, TextPosition position)
    {
        int? Number(string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;

        // A second of 60 is a leap second. DateTime knows no year 0, which is a leap year like 2000.
        string? wrong =
            Number("month") is < 1 or > 12 ? $"there is no month {Number("month")}"
            : Number("day") is int day && (day < 1 || day > System.DateTime.DaysInMonth(Number("year") is 0 or null ? 2000 : Number("year")!.Value, Number("month")!.Value)) ? $"that month has no day {day}"
            : Number("hour") is > 23 ? $"there is no hour {Number("hour")}"
            : Number("minute") is > 59 ? $"there is no minute {Number("minute")}"
            : Number("second") is > 60 ? $"there is no second {Number("second")}"
            : Number("offsetHour") is > 23 || Number("offsetMinute") is > 59 ? "the offset is 23:59 at most"
            : match.Groups["offset"].Success && !(match.Groups["date"].Success && match.Groups["time"].Success) ? "only a date with a time has an offset"
            : match.Groups["between"].Success != (match.Groups["date"].Success && match.Groups["time"].Success) ? "a 'T' stands between date and time, and nowhere else"
            : null;
        if (wrong is not null)
        {
            throw cursor.Fail(position, $"'{word}' is not a date or time: {wrong}.");
        }

        TomlDateTimeForm form = (match.Groups["date"].Success, match.Groups["time"].Success, match.Groups["offset"].Success) switch
        {
            (true, true, true) => TomlDateTimeForm.OffsetDateTime,
            (true, true, false) => TomlDateTimeForm.LocalDateTime,
            (true, false, _) => TomlDateTimeForm.LocalDate,
            _ => TomlDateTimeForm.LocalTime,
        };
        return new(word, form, position);
    }

    [GeneratedRegex(@"^([+-]?(0|[1-9](_?[0-9])*)|(?<hex>0x[0-9A-Fa-f](_?[0-9A-Fa-f])*)|(?<oct>0o[0-7](_?[0-7])*)|(?<bin>0b[01](_?[01])*))\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[+-]?(0|[1-9](_?[0-9])*)(\.[0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Float();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    private static partial Regex LocalDate();

    [GeneratedRegex(@"^(?<date>(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2}))?(?<between>[Tt ])?(?<time>(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(\.[0-9]+)?)?(?<offset>[Zz]|[+-](?<offsetHour>[0-9]{2}):(?<offsetMinute>[0-9]{2}))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex DateTime();

    [GeneratedRegex(@"^[+-]?0[0-9_]+(\.|[eE]|\z)")]
    private static partial Regex LeadingZero();
}
