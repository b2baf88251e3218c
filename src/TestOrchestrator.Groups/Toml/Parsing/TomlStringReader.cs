using System.Globalization;
using System.Text;
using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Toml.Parsing;

/// <summary>Reads strings of the four notations.</summary>
internal sealed class TomlStringReader(TomlCursor cursor)
{
    /// <summary>Reads the string that begins here, with a quote.</summary>
    public string Read()
    {
        TextPosition start = cursor.Position;
        bool escapes = cursor.Current == '"';
        string quote = escapes ? "\"" : "'";
        string triple = quote + quote + quote;
        if (!cursor.TryTake(triple))
        {
            cursor.Skip();
            return Line(quote, escapes, start);
        }

        // A line end right after the opening quotes is not part of the string.
        cursor.TryTakeNewLine();
        return Lines(quote[0], triple, escapes, start);
    }

    private string Line(string quote, bool escapes, TextPosition start)
    {
        StringBuilder content = new();
        while (!cursor.TryTake(quote))
        {
            if (cursor.AtEnd || cursor.Current == '\n' || cursor.LooksAt("\r\n"))
            {
                throw cursor.Fail($"The string that begins at {start} is not closed: expected {quote} and saw {cursor.Seen()}. A string over several lines has three quotes on either side.");
            }

            Character(content, escapes);
        }

        return content.ToString();
    }

    private string Lines(char quote, string triple, bool escapes, TextPosition start)
    {
        StringBuilder content = new();
        while (!cursor.TryTake(triple))
        {
            if (cursor.AtEnd)
            {
                throw cursor.Fail($"The string that begins at {start} is not closed: expected {triple} and saw the end of the file.");
            }

            int before = cursor.Offset;
            if (escapes && cursor.Current == '\\' && TrySkipToNextLine())
            {
                continue;
            }

            // Line ends are kept as they are written.
            if (cursor.TryTakeNewLine())
            {
                content.Append(cursor.Offset - before == 2 ? "\r\n" : "\n");
                continue;
            }

            Character(content, escapes);
        }

        // One or two quotes may stand right before the closing three: """"two quotes""""".
        for (int extra = 0; extra < 2 && cursor.Current == quote; extra++)
        {
            content.Append(quote);
            cursor.Skip();
        }

        return content.ToString();
    }

    // A backslash at the end of a line: all white space up to the next text is left out.
    private bool TrySkipToNextLine()
    {
        int ahead = 1;
        while (cursor.Peek(ahead) is ' ' or '\t')
        {
            ahead++;
        }

        if (cursor.Peek(ahead) != '\n' && !(cursor.Peek(ahead) == '\r' && cursor.Peek(ahead + 1) == '\n'))
        {
            return false;
        }

        cursor.Skip(ahead);
        do
        {
            cursor.SkipBlanks();
        }
        while (cursor.TryTakeNewLine());

        return true;
    }

    private void Character(StringBuilder content, bool escapes)
    {
        if (escapes && cursor.Current == '\\')
        {
            Escape(content);
            return;
        }

        content.Append(cursor.TakeText("a string"));
    }

    private void Escape(StringBuilder content)
    {
        TextPosition start = cursor.Position;
        cursor.Skip();
        char kind = cursor.Current;
        int digits = kind switch { 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0)
        {
            int known = "btnfr\"\\".IndexOf(kind, StringComparison.Ordinal);
            content.Append(known >= 0
                ? "\b\t\n\f\r\"\\"[known]
                : throw cursor.Fail(start, $"Saw {cursor.Seen()} after '\\'. The escapes are \\b \\t \\n \\f \\r \\\" \\\\ \\uXXXX \\UXXXXXXXX; a string in single quotes has none, which suits paths and patterns."));
            cursor.Skip();
            return;
        }

        cursor.Skip();
        int length = 0;
        while (length < digits && char.IsAsciiHexDigit(cursor.Peek(length)))
        {
            length++;
        }

        string hex = string.Concat(Enumerable.Range(0, length).Select(cursor.Peek));
        content.Append(length == digits && Rune.TryCreate(uint.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture), out Rune rune)
            ? rune.ToString()
            : throw cursor.Fail(start, $"'\\{kind}{hex}' is not a character. \\{kind} takes {digits} hexadecimal digits of a Unicode character, which D800 to DFFF are not."));
        cursor.Skip(length);
    }
}
