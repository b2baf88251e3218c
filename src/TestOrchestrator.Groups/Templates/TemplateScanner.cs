using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Groups.Texts;

namespace TestOrchestrator.Groups.Templates;

/// <summary>Separates text from tags. Not thread-safe.</summary>
/// <remarks>
/// A tag begins with <c>{{</c>. <c>\{{</c> is text, two braces; <c>\\{{name}}</c> is a backslash and a value; <c>\\\{{</c> is a backslash
/// and two braces. A backslash that stands elsewhere is only itself.
/// </remarks>
internal sealed class TemplateScanner(string text, string file)
{
    private readonly LineMap _lines = new(text);
    private int _at;

    public TextPosition Position(int offset) => _lines.At(offset);

    /// <summary>Reads up to the next tag.</summary>
    /// <returns>The text before the tag; and the tag, <see langword="null"/> at the end.</returns>
    public (string Text, TemplateTag? Tag) Next()
    {
        string before = "";
        while (true)
        {
            int open = text.IndexOf("{{", _at, StringComparison.Ordinal);
            if (open < 0)
            {
                before += text[_at..];
                _at = text.Length;
                return (before, null);
            }

            // Two backslashes are one, and one that is left over takes the meaning from the braces.
            int backslashes = open - _at - text.AsSpan(_at, open - _at).TrimEnd('\\').Length;
            before += text[_at..(open - backslashes + (backslashes / 2))];
            if (backslashes % 2 == 1)
            {
                before += "{{";
                _at = open + 2;
                continue;
            }

            TemplateTag tag = Tag(open);
            _at = tag.End;
            return (before, tag);
        }
    }

    public EngineException Fail(int offset, string problem) => TemplateErrors.Syntax(file, Position(offset), problem);

    private TemplateTag Tag(int open)
    {
        if (LooksAt(open, "{{{{"))
        {
            throw Fail(open, "Raw blocks ({{{{...}}}}) are not supported. Write \\{{ for two braces that are text.");
        }

        bool triple = LooksAt(open, "{{{");
        int start = open + (triple ? 3 : 2);
        bool trimsBefore = LooksAt(start, "~");
        start += trimsBefore ? 1 : 0;
        bool comment = LooksAt(start, "!");
        bool longComment = LooksAt(start, "!--");
        string close = longComment ? "--" : triple ? "}}}" : "}}";
        int end = Close(open, start, close, inNames: !comment);
        int contentEnd = end;
        if (longComment)
        {
            end += 2;
            end += LooksAt(end, "~") && LooksAt(end + 1, "}}") ? 1 : 0;
            close = "}}";
        }

        bool trimsAfter = text[end - 1] == '~' && end > start;
        string content = text[start..(trimsAfter && !longComment ? end - 1 : contentEnd)];
        return new()
        {
            Content = comment ? "" : content.Trim(),
            ContentOffset = start + content.Length - content.TrimStart().Length,
            Offset = open,
            End = end + close.Length,
            IsComment = comment,
            TrimsBefore = trimsBefore,
            TrimsAfter = trimsAfter,
        };
    }

    // A name in brackets may hold braces. A long comment ends with two dashes that braces follow.
    private int Close(int open, int start, string close, bool inNames)
    {
        bool inBrackets = false;
        for (int at = start; at < text.Length; at++)
        {
            inBrackets = inNames && (text[at] == '[' || (inBrackets && text[at] != ']'));
            if (!inBrackets && LooksAt(at, close) && (close != "--" || (at >= start + 3 && (LooksAt(at + 2, "}}") || LooksAt(at + 2, "~}}")))))
            {
                return at;
            }
        }

        string wanted = close == "--" ? "--}}" : close;
        throw Fail(open, $"The expression is not closed: expected '{wanted}' and saw the end of the template. Write \\{{{{ for two braces that are text.");
    }

    private bool LooksAt(int offset, string what) => string.CompareOrdinal(text, offset, what, 0, what.Length) == 0;
}
