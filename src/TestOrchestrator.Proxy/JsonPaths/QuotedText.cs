using System.Globalization;
using System.Text;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>Reads a text in single or double quotes, with the escapes of JSON.</summary>
internal static class QuotedText
{
    private const string Escapes = "after '\\' one of b, f, n, r, t, /, \\, the quote, or u and four hexadecimal digits is expected";

    public static string Read(PathReader reader)
    {
        char quote = reader.Next;
        reader.Take(quote);
        StringBuilder content = new();
        while (!reader.Take(quote))
        {
            if (reader.IsAtEnd || reader.Next < ' ')
            {
                throw reader.Unexpected(reader.IsAtEnd ? $"the text is not closed by {quote}" : "control characters are written as \\u00XX");
            }

            int start = reader.Position;
            char character = reader.Take('\\') ? Escaped(reader, quote) : Taken(reader);
            if (char.IsLowSurrogate(character))
            {
                throw HalfAPair(reader, start);
            }

            content.Append(character);
            if (char.IsHighSurrogate(character))
            {
                int second = reader.Position;
                char low = reader.IsAtEnd || reader.Next == quote ? quote : reader.Take('\\') ? Escaped(reader, quote) : Taken(reader);
                content.Append(char.IsLowSurrogate(low) ? low : throw HalfAPair(reader, second));
            }
        }

        return content.ToString();
    }

    private static char Taken(PathReader reader)
    {
        char character = reader.Next;
        reader.Take(character);
        return character;
    }

    private static char Escaped(PathReader reader, char quote)
    {
        if (reader.Take('u'))
        {
            return Hexadecimal(reader);
        }

        char escaped = reader.Next switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '/' => '/',
            '\\' => '\\',
            char other when other == quote && !reader.IsAtEnd => quote,
            _ => throw reader.Unexpected(Escapes),
        };
        Taken(reader);
        return escaped;
    }

    private static char Hexadecimal(PathReader reader)
    {
        int start = reader.Position;
        for (int i = 0; i < 4; i++)
        {
            if (!char.IsAsciiHexDigit(reader.Next))
            {
                throw reader.Unexpected("four hexadecimal digits are expected after \\u");
            }

            Taken(reader);
        }

        return (char)int.Parse(reader.Text.AsSpan(start, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static ProxyException HalfAPair(PathReader reader, int position) =>
        reader.Unexpected(position, "half of a surrogate pair", "characters beyond U+FFFF are written as themselves, or as two \\uXXXX, the high half first");
}
