namespace TestOrchestrator.Groups.Texts;

/// <summary>Turns offsets in a text into lines and columns. Not thread-safe.</summary>
internal sealed class LineMap
{
    private readonly string _text;
    private readonly List<int> _starts = [0];

    // The last answer: a reader of a line of a million characters asks for every value in it, from left to right.
    private (int Offset, TextPosition Position) _last = (0, new(1, 1));

    public LineMap(string text)
    {
        _text = text;
        for (int at = text.IndexOf('\n'); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            _starts.Add(at + 1);
        }
    }

    public TextPosition At(int offset)
    {
        int found = _starts.BinarySearch(offset);
        int line = found >= 0 ? found : ~found - 1;
        (int at, int column) = _last.Position.Line == line + 1 && _last.Offset <= offset ? (_last.Offset, _last.Position.Column) : (_starts[line], 1);

        // A character beyond U+FFFF is two in the text and one on the screen.
        for (; at < offset; at++)
        {
            column += char.IsLowSurrogate(_text[at]) ? 0 : 1;
        }

        _last = (offset, new(line + 1, column));
        return _last.Position;
    }
}
