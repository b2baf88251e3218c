using System.Buffers;
using System.Text;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Redaction;

/// <summary>Replaces the values of secret parameters in URLs and forms; everything else keeps its characters.</summary>
internal sealed class ParameterText
{
    /// <summary>A form of type <c>application/x-www-form-urlencoded</c>.</summary>
    public static readonly ParameterText Form = new(starts: "&", ends: "&", beginsWithOne: true);

    /// <summary>A URL: what follows <c>?</c>, <c>&amp;</c> or <c>#</c>.</summary>
    public static readonly ParameterText Url = new(starts: "?&#", ends: "&# \t\r\n", beginsWithOne: false);

    /// <summary>A text that may hold URLs.</summary>
    public static readonly ParameterText WithUrls = new(starts: "?&#", ends: "&# \t\r\n\"", beginsWithOne: false);

    private readonly SearchValues<char> _starts;
    private readonly SearchValues<char> _ends;
    private readonly SearchValues<char> _endsOfNames;
    private readonly bool _beginsWithOne;

    private ParameterText(string starts, string ends, bool beginsWithOne)
    {
        _starts = SearchValues.Create(starts);
        _ends = SearchValues.Create(ends);
        _endsOfNames = SearchValues.Create($"={starts}{ends}");
        _beginsWithOne = beginsWithOne;
    }

    public string Redact(string text, SecretNames secrets)
    {
        // https://h/path?user=anna&access_token=abc#part
        StringBuilder? result = null;
        int copied = 0;
        int at = _beginsWithOne ? 0 : NextParameter(text, 0);
        while (at < text.Length)
        {
            int endOfName = IndexOf(text, at, _endsOfNames);
            if (endOfName == text.Length || text[endOfName] != '=' || !secrets.Contains(QueryText.Decode(text[at..endOfName])))
            {
                at = NextParameter(text, endOfName);
                continue;
            }

            int value = endOfName + 1;
            int end = IndexOf(text, value, _ends);
            if (end > value)
            {
                result ??= new StringBuilder(text.Length);
                result.Append(text, copied, value - copied).Append(secrets.StandIn(QueryText.Decode(text[value..end])));
                copied = end;
            }

            at = NextParameter(text, end);
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    private int NextParameter(string text, int from) => Math.Min(IndexOf(text, from, _starts) + 1, text.Length);

    private static int IndexOf(string text, int from, SearchValues<char> any)
    {
        int next = text.AsSpan(from).IndexOfAny(any);
        return next < 0 ? text.Length : from + next;
    }
}
