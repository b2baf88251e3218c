using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace TestOrchestrator.Engine.Runs;

/// <summary>Names one run: when it started, to the second, and four random characters. Names sort by time.</summary>
public readonly record struct RunId
{
    private const string Characters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const string TimeFormat = "yyyyMMdd-HHmmss";
    private const int RandomLength = 4;

    private static readonly SearchValues<char> s_characters = SearchValues.Create(Characters);

    private readonly string _text;

    private RunId(string text) => _text = text;

    /// <summary>Reads an id.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The id.</param>
    /// <returns>Whether the text is the id of a run.</returns>
    public static bool TryParse(string text, out RunId id)
    {
        id = new(text);
        return text is { Length: 20 }
            && text[15] == '-'
            && DateTime.TryParseExact(text[..15], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && text.AsSpan(16).IndexOfAnyExcept(s_characters) < 0;
    }

    /// <summary>Returns the id as it is used in paths.</summary>
    public override string ToString() => _text ?? "";

    internal static RunId New(TimeProvider timeProvider) => new(
        $"{timeProvider.GetUtcNow().ToString(TimeFormat, CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetString(Characters, RandomLength)}");
}
