using System.Globalization;
using System.Text;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>Reads the words of a JSONPath. Not thread-safe.</summary>
internal sealed class PathReader(string text)
{
    // What every JSON implementation can hold exactly (RFC 7493): 2^53 - 1.
    private const long LargestInteger = 9_007_199_254_740_991;

    public string Text => text;

    public int Position { get; private set; }

    public bool IsAtEnd => Position == text.Length;

    /// <summary>Gets the next character; at the end a character that begins nothing.</summary>
    public char Next => IsAtEnd ? '\0' : text[Position];

    public bool NextIsDigit => char.IsAsciiDigit(Next);

    public bool Take(char expected)
    {
        if (IsAtEnd || Next != expected)
        {
            return false;
        }

        Position++;
        return true;
    }

    public bool Take(string expected)
    {
        if (string.CompareOrdinal(text, Position, expected, 0, expected.Length) != 0)
        {
            return false;
        }

        Position += expected.Length;
        return true;
    }

    public void Expect(char expected, string right)
    {
        if (!Take(expected))
        {
            throw Unexpected(right);
        }
    }

    public void SkipBlanks()
    {
        while (Next is ' ' or '\t' or '\n' or '\r')
        {
            Position++;
        }
    }

    public ProxyException Unexpected(string right) => JsonPathErrors.Syntax(text, Position, Seen(), right);

    public ProxyException Unexpected(int position, string seen, string right) => JsonPathErrors.Syntax(text, position, seen, right);

    /// <summary>An integer without leading zeros, exact in every JSON implementation.</summary>
    public long Integer()
    {
        int start = Position;
        Take('-');
        SkipDigits("digits are expected");
        ReadOnlySpan<char> digits = text.AsSpan(start, Position - start);
        if (digits is not "0" && digits.TrimStart('-')[0] == '0')
        {
            throw Unexpected(start, $"'{digits}'", "an index is written without leading zeros, and zero without a sign");
        }

        return long.TryParse(digits, CultureInfo.InvariantCulture, out long value) && Math.Abs(value) <= LargestInteger
            ? value
            : throw Unexpected(start, $"'{digits}'", $"integers from -{LargestInteger} to {LargestInteger} are allowed");
    }

    /// <summary>A number as JSON writes it.</summary>
    public string Number()
    {
        int start = Position;
        Take('-');
        int first = Position;
        SkipDigits("digits are expected");
        if (Position - first > 1 && text[first] == '0')
        {
            throw Unexpected(start, $"'{text[start..Position]}'", "a number has no leading zeros");
        }

        if (Take('.'))
        {
            SkipDigits("digits are expected after the decimal point");
        }

        if (Take('e') || Take('E'))
        {
            _ = Take('+') || Take('-');
            SkipDigits("digits are expected in the exponent");
        }

        return text[start..Position];
    }

    /// <summary>The name of a function: lower-case letters, digits and '_'. Empty when there is none.</summary>
    public string FunctionName()
    {
        int start = Position;
        while (char.IsAsciiLetterLower(Next) || (Position > start && (NextIsDigit || Next == '_')))
        {
            Position++;
        }

        return text[start..Position];
    }

    /// <summary>A name after a dot: letters, digits, '_' and everything beyond ASCII, not beginning with a digit.</summary>
    public string ShorthandName()
    {
        int start = Position;
        while (!IsAtEnd && Rune.TryGetRuneAt(text, Position, out Rune rune) && IsNameCharacter(rune, isFirst: Position == start))
        {
            Position += rune.Utf16SequenceLength;
        }

        return Position > start ? text[start..Position] : throw Unexpected("a name or '*' is expected after a dot; names with other characters are written as ['…']");
    }

    private static bool IsNameCharacter(Rune rune, bool isFirst) =>
        !rune.IsAscii || char.IsAsciiLetter((char)rune.Value) || rune.Value == '_' || (!isFirst && char.IsAsciiDigit((char)rune.Value));

    private void SkipDigits(string right)
    {
        if (!NextIsDigit)
        {
            throw Unexpected(right);
        }

        while (NextIsDigit)
        {
            Position++;
        }
    }

    private string Seen() => IsAtEnd
        ? "the end"
        : Rune.TryGetRuneAt(text, Position, out Rune rune) && !Rune.IsControl(rune) ? $"'{rune}'" : $"the character U+{(int)Next:X4}";
}
