using System.Buffers;

namespace TestOrchestrator.Engine.Definitions;

/// <summary>The name of a unit that is known to be valid. Compared without regard to case.</summary>
/// <remarks>
/// The rules are Aspire's: ASCII letters, digits and hyphens, starts with a letter, at most 64 characters, no hyphen at the end,
/// no two hyphens in a row.
/// </remarks>
public readonly record struct UnitName
{
    /// <summary>The most characters that a name may have.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> s_allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    private readonly string _text;

    private UnitName(string text) => _text = text;

    /// <summary>Gets what compares names: ordinal, without regard to case.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>Reads a name.</summary>
    /// <param name="text">The name as it was written.</param>
    /// <returns>The name.</returns>
    /// <exception cref="FormatException">The text is not a valid name; the message says why.</exception>
    public static UnitName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Problem(text) is { } problem ? throw new FormatException($"'{text}' is not the name of a unit: {problem}.") : new(text);
    }

    /// <summary>Tells whether two names are the same.</summary>
    /// <param name="other">The other name.</param>
    public bool Equals(UnitName other) => Comparer.Equals(_text, other._text);

    /// <inheritdoc/>
    public override int GetHashCode() => _text is null ? 0 : Comparer.GetHashCode(_text);

    /// <summary>Returns the name as it was written.</summary>
    public override string ToString() => _text ?? "";

    /// <summary>Tells why a text is not a valid name. The names of endpoints follow the same rules.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The end of the sentence "It is not a name: …"; null if it is one.</returns>
    public static string? Problem(string text) => text switch
    {
        "" => "it is empty",
        { Length: > MaxLength } => $"it has {text.Length} characters, the limit is {MaxLength}",
        _ when !char.IsAsciiLetter(text[0]) => $"it starts with '{text[0]}', not with a letter",
        _ when text.AsSpan().IndexOfAnyExcept(s_allowed) is >= 0 and int at => $"it contains '{text[at]}'; ASCII letters, digits and '-' are allowed",
        _ when text[^1] == '-' => "it ends with '-'",
        _ when text.Contains("--", StringComparison.Ordinal) => "it contains two hyphens in a row",
        _ => null,
    };
}
