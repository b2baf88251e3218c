using TestOrchestrator.Groups.Texts;
using TestOrchestrator.Groups.Toml.Values;

namespace TestOrchestrator.Groups.Toml.Parsing;

/// <summary>Reads keys: bare, quoted and dotted.</summary>
internal sealed class TomlKeyReader(TomlCursor cursor, TomlStringReader strings)
{
    /// <summary>Reads a key and the blanks after it. <c>a . "b.c"</c> has the parts <c>a</c> and <c>b.c</c>.</summary>
    public List<TomlKey> Read()
    {
        List<TomlKey> parts = [];
        do
        {
            cursor.SkipBlanks();
            parts.Add(Part());
            cursor.SkipBlanks();
        }
        while (cursor.TryTake("."));

        return parts;
    }

    private TomlKey Part()
    {
        TextPosition position = cursor.Position;
        if (cursor.Current is '"' or '\'')
        {
            return cursor.LooksAt("\"\"\"") || cursor.LooksAt("'''")
                ? throw cursor.Fail("A key cannot be a multi-line string. Put it into single quotes or one pair of double quotes.")
                : new(strings.Read(), position);
        }

        string bare = cursor.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        return bare.Length > 0
            ? new(bare, position)
            : throw cursor.Fail($"Expected a key and saw {cursor.Seen()}. A key is of letters, digits, '_' and '-', or stands in quotes.");
    }
}
