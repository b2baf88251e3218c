using System.Globalization;
using System.Text;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Toml.Parsing;

/// <summary>A place in the text of a document, and what may stand between its elements. Not thread-safe.</summary>
internal sealed class TomlCursor(string text, string file)
{
    private readonly LineMap _lines = new(text);

    public int Offset { get; private set; }

    public bool AtEnd => Offset == text.Length;

    /// <summary>Gets the character here.</summary>
    /// <value>U+0000 at the end, where no document has one.</value>
    public char Current => Peek(0);

    public TextPosition Position => _lines.At(Offset);

    public string File => file;

    public char Peek(int ahead) => Offset + ahead < text.Length ? text[Offset + ahead] : '\0';

    public bool LooksAt(string what) => string.CompareOrdinal(text, Offset, what, 0, what.Length) == 0;

    public void Skip(int count = 1) => Offset += count;

    public bool TryTake(string what)
    {
        if (!LooksAt(what))
        {
            return false;
        }

        Offset += what.Length;
        return true;
    }

    public string TakeWhile(Func<char, bool> wanted)
    {
        int start = Offset;
        while (!AtEnd && wanted(Current))
        {
            Offset++;
        }

        return text[start..Offset];
    }

    public void SkipBlanks() => TakeWhile(c => c is ' ' or '\t');

    public bool TryTakeNewLine() => TryTake("\n") || TryTake("\r\n");

    /// <summary>Skips blanks, line ends and comments: between statements, and within arrays.</summary>
    public void SkipLines()
    {
        do
        {
            SkipBlanks();
            SkipComment();
        }
        while (TryTakeNewLine());
    }

    /// <summary>Skips what may follow a statement in its line.</summary>
    public void EndLine(string after)
    {
        SkipBlanks();
        SkipComment();
        if (!AtEnd && !TryTakeNewLine())
        {
            throw Fail($"Saw {Seen()} after {after}. One line holds one of them; begin a new line, or a comment with '#'.");
        }
    }

    /// <summary>Takes one character that may stand in a string or comment, as it is.</summary>
    /// <returns>One or two chars: a surrogate pair is one character.</returns>
    public string TakeText(string where)
    {
        char c = Current;
        if (char.IsHighSurrogate(c) && char.IsLowSurrogate(Peek(1)))
        {
            Offset += 2;
            return text.Substring(Offset - 2, 2);
        }

        if (char.IsSurrogate(c) || (char.IsControl(c) && c is not '\t' and not (>= '\u0080' and <= '\u009F')))
        {
            throw Fail($"Saw {Seen()} in {where}. Control characters except tab are not allowed in TOML; write an escape such as \\u{(int)c:X4} in a basic string.");
        }

        Offset++;
        return c.ToString();
    }

    /// <summary>Describes what is here, for a message.</summary>
    public string Seen() => AtEnd ? "the end of the file" : Current switch
    {
        '\n' => "the end of the line",
        '\r' when Peek(1) == '\n' => "the end of the line",
        '\'' => "a single quote",
        ' ' => "a blank",
        char c when char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format => SeenCode(),
        char c => $"'{c}'",
    };

    public EngineException Fail(string problem) => Fail(Position, problem);

    public EngineException Fail(TextPosition at, string problem) => TomlErrors.Syntax(file, at, problem);

    private string SeenCode() =>
        Rune.TryGetRuneAt(text, Offset, out Rune rune) ? $"U+{rune.Value:X4}" : $"the half character U+{(int)Current:X4}";

    private void SkipComment()
    {
        if (Current != '#')
        {
            return;
        }

        while (!AtEnd && Current != '\n' && !LooksAt("\r\n"))
        {
            TakeText("a comment");
        }
    }
}
