using System.Text.RegularExpressions;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>
/// Which paths: exact text, <c>*</c> for characters within one segment, <c>**</c> for any, <c>re:</c> for a regular expression over the
/// whole path.
/// </summary>
internal sealed record PathPattern
{
    private const string RegexPrefix = "re:";

    // A pattern that backtracks without end must not hang the request it is tried on.
    private static readonly TimeSpan s_regexLimit = TimeSpan.FromSeconds(1);

    private readonly Regex? _regex;

    private PathPattern(string text, Regex? regex) => (Text, _regex) = (text, regex);

    public string Text { get; }

    /// <summary>Gets a value indicating whether it is a regular expression.</summary>
    public bool IsRegex => _regex is not null;

    /// <summary>Gets a value indicating whether it stands for one path only.</summary>
    public bool IsExact => _regex is null && !Text.Contains('*');

    public static PathPattern Parse(string text)
    {
        if (!text.StartsWith(RegexPrefix, StringComparison.Ordinal))
        {
            return text.AsSpan().ContainsAny('?', '#')
                ? throw PatternErrors.Path(text, "it holds a query or a fragment; give parameters with Query")
                : new PathPattern(PathText.Normalize(text.StartsWith('/') || text.StartsWith('*') ? text : $"/{text}"), null);
        }

        try
        {
            return new PathPattern(text, new Regex($"^(?:{text[RegexPrefix.Length..]})\\z", RegexOptions.CultureInvariant, s_regexLimit));
        }
        catch (RegexParseException invalid)
        {
            throw PatternErrors.Path(text, invalid.Message);
        }
    }

    public bool Fits(string path) => _regex is null ? Fits(Text, path) : MatchesInTime(_regex, path);

    private static bool MatchesInTime(Regex regex, string path)
    {
        try
        {
            return regex.IsMatch(path);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        int star = pattern.IndexOf('*');
        if (star < 0)
        {
            return pattern.SequenceEqual(path);
        }

        if (!path.StartsWith(pattern[..star], StringComparison.Ordinal))
        {
            return false;
        }

        bool acrossSegments = pattern[star..].StartsWith("**", StringComparison.Ordinal);
        ReadOnlySpan<char> after = pattern[(star + (acrossSegments ? 2 : 1))..];
        ReadOnlySpan<char> rest = path[star..];
        for (int taken = acrossSegments ? 0 : 1; taken <= rest.Length; taken++)
        {
            if (!acrossSegments && rest[taken - 1] == '/')
            {
                return false;
            }

            if (Fits(after, rest[taken..]))
            {
                return true;
            }
        }

        return false;
    }
}
