using System.Collections.Immutable;

namespace TestOrchestrator.Groups.Templates;

/// <summary>
/// The name of a value, as it is written in an expression: <c>api.port</c>, <c>../name</c>, <c>this</c>, <c>@index</c>. Immutable.
/// </summary>
internal sealed record TemplatePath
{
    public required string Text { get; init; }

    /// <summary>Gets where the names begin.</summary>
    /// <value><c>this</c>, <c>..</c>, <c>../..</c>, a name that <c>as |name|</c> gave, or a name that begins with <c>@</c>.</value>
    public required string Base { get; init; }

    /// <summary>Gets what the library calls <see cref="Base"/>.</summary>
    /// <value>The default is <see langword="null"/>: the same.</value>
    public string? BaseInLibrary { get; init; }

    public required ImmutableArray<string> Names { get; init; }

    /// <summary>Reads a path.</summary>
    /// <param name="text">What stands in the expression.</param>
    /// <param name="given">The names that <c>as |name|</c> gives here.</param>
    /// <returns><see langword="null"/> when the text is not a path.</returns>
    public static TemplatePath? TryParse(string text, IEnumerable<string> given)
    {
        string rest = text;
        int up = 0;
        while (rest == ".." || rest.StartsWith("../", StringComparison.Ordinal))
        {
            up++;
            rest = rest.Length == 2 ? "" : rest[3..];
        }

        string root = up == 0 ? "this" : string.Join('/', Enumerable.Repeat("..", up));
        if (rest is "" or "." or "this")
        {
            return rest == "" && up == 0 ? null : new() { Text = text, Base = root, Names = [] };
        }

        if (rest.StartsWith("./", StringComparison.Ordinal))
        {
            rest = rest[2..];
        }
        else if (rest.StartsWith("this.", StringComparison.Ordinal) || rest.StartsWith("this/", StringComparison.Ordinal))
        {
            rest = rest[5..];
        }
        else if (up == 0 && Split(rest) is [string first, .. string[] others] && (first.StartsWith('@') || given.Contains(first)))
        {
            return new() { Text = text, Base = first, Names = [.. others] };
        }

        return Split(rest) is string[] names && !names.Any(name => name.StartsWith('@')) ? new() { Text = text, Base = root, Names = [.. names] } : null;
    }

    // Names between points or slashes; [in brackets] when they hold other characters than letters, digits, '_' and '-'.
    private static string[]? Split(string text)
    {
        List<string> names = [];
        for (int at = 0; ; at++)
        {
            int start = at;
            if (at < text.Length && text[at] == '[')
            {
                int close = text.IndexOf(']', at);
                if (close < 0)
                {
                    return null;
                }

                names.Add(text[(at + 1)..close]);
                at = close + 1;
            }
            else
            {
                while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-' || (text[at] == '@' && at == 0)))
                {
                    at++;
                }

                names.Add(text[start..at]);
            }

            if (names[^1] is "" or "@" || (at < text.Length && text[at] is not ('.' or '/')))
            {
                return null;
            }

            if (at >= text.Length)
            {
                return [.. names];
            }
        }
    }
}
