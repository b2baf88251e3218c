using System.Text;
using TestOrchestrator.Postgres.Clusters;

namespace TestOrchestrator.Postgres.Gateway;

/// <summary>
/// A statement that creates or drops a database (PostgreSQL's manual, "CREATE DATABASE", "DROP DATABASE", "Lexical Structure"). Immutable.
/// </summary>
internal readonly record struct DatabaseStatement
{
    /// <summary>Gets whether it creates the database; else it drops it.</summary>
    public required bool IsCreation { get; init; }

    /// <summary>Gets whether it drops the database only if there is one.</summary>
    public bool IsConditional { get; init; }

    /// <summary>Gets the name of the database: what PostgreSQL makes of what is written.</summary>
    public required string Database { get; init; }

    /// <summary>Gets where in the statement the name is written.</summary>
    public required Range Place { get; init; }

    /// <summary>Reads how a text begins, in UTF-8.</summary>
    /// <returns>The statement; null if the text begins with any other.</returns>
    public static DatabaseStatement? Parse(ReadOnlySpan<byte> text)
    {
        int at = 0;
        string? verb = NextWord(text, ref at);
        if (verb is not ("create" or "drop") || NextWord(text, ref at) != "database")
        {
            return null;
        }

        bool isConditional = false;
        int condition = at;
        if (verb == "drop" && NextWord(text, ref condition) == "if" && NextWord(text, ref condition) == "exists")
        {
            at = condition;
            isConditional = true;
        }

        at = SkipBlanks(text, at);
        int begin = at;
        return NextName(text, ref at) is { Length: > 0 } name && IsEndOfName(text, at)
            ? new() { IsCreation = verb == "create", IsConditional = isConditional, Database = name, Place = begin..at }
            : null;
    }

    /// <summary>Writes the statement with another name.</summary>
    public byte[] Rename(ReadOnlySpan<byte> text, string database) =>
        [.. text[..Place.Start.Value], .. Encoding.UTF8.GetBytes(Databases.Quote(database)), .. text[Place.End.Value..]];

    private static string? NextWord(ReadOnlySpan<byte> text, ref int at)
    {
        int begin = SkipBlanks(text, at);
        at = begin;
        while (at < text.Length && IsOfName(text[at]))
        {
            at++;
        }

        // Only ASCII letters lose their case, as in PostgreSQL with UTF-8.
        return at > begin && !IsDigitOrDollar(text[begin])
            ? string.Concat(Encoding.UTF8.GetString(text[begin..at]).Select(c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : c))
            : null;
    }

    private static string? NextName(ReadOnlySpan<byte> text, ref int at)
    {
        if (at >= text.Length || text[at] != '"')
        {
            return NextWord(text, ref at);
        }

        int begin = at + 1;
        for (at = begin; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                continue;
            }

            if (at + 1 < text.Length && text[at + 1] == '"')
            {
                at++;
                continue;
            }

            return Encoding.UTF8.GetString(text[begin..at++]).Replace("\"\"", "\"", StringComparison.Ordinal);
        }

        return null;
    }

    /// <summary>Skips blanks, comments, which can be nested, and the ends of empty statements.</summary>
    private static int SkipBlanks(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length)
        {
            if (IsBlank(text[at]) || text[at] == ';')
            {
                at++;
            }
            else if (text[at..].StartsWith("--"u8))
            {
                int end = text[at..].IndexOfAny((byte)'\n', (byte)'\r');
                at = end < 0 ? text.Length : at + end;
            }
            else if (text[at..].StartsWith("/*"u8))
            {
                at = SkipComment(text, at);
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static int SkipComment(ReadOnlySpan<byte> text, int at)
    {
        int depth = 0;
        do
        {
            if (text[at..].StartsWith("/*"u8))
            {
                depth++;
                at += 2;
            }
            else if (text[at..].StartsWith("*/"u8))
            {
                depth--;
                at += 2;
            }
            else
            {
                at++;
            }
        }
        while (depth > 0 && at < text.Length);
        return at;
    }

    // U&"name" and the like are not read: a name ends where it ends.
    private static bool IsEndOfName(ReadOnlySpan<byte> text, int at) =>
        at == text.Length || IsBlank(text[at]) || text[at] is (byte)';' || text[at..].StartsWith("--"u8) || text[at..].StartsWith("/*"u8);

    private static bool IsBlank(byte b) => b is (byte)' ' or (>= 9 and <= 13);

    private static bool IsOfName(byte b) => char.IsAsciiLetter((char)b) || b is (byte)'_' or >= 0x80 || IsDigitOrDollar(b);

    private static bool IsDigitOrDollar(byte b) => char.IsAsciiDigit((char)b) || b == '$';
}
