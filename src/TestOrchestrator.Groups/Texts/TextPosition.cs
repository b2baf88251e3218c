namespace TestOrchestrator.Groups.Texts;

/// <summary>A place in a text, as an editor shows it: both numbers start at 1, and a column is one Unicode character.</summary>
internal readonly record struct TextPosition(int Line, int Column) : IComparable<TextPosition>
{
    public int CompareTo(TextPosition other) => (Line, Column).CompareTo((other.Line, other.Column));

    public override string ToString() => $"{Line}:{Column}";
}
