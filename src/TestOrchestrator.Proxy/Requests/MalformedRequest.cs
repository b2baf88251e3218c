using System.Buffers;
using System.Globalization;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>What is wrong with requests that the web server lets through, and that readers may take for different things.</summary>
internal static class MalformedRequest
{
    private static readonly SearchValues<char> s_neverInUrls = SearchValues.Create([.. Enumerable.Range(0, ' ' + 1).Select(c => (char)c), '\u007F']);

    /// <summary>What is wrong; <see langword="null"/> when nothing is.</summary>
    /// <param name="head">The request.</param>
    /// <param name="isHttp2">Whether it came over HTTP/2.</param>
    public static string? Problem(RequestHead head, bool isHttp2)
    {
        string url = head.RawUrl;
        if (url.AsSpan().IndexOfAny(s_neverInUrls) is >= 0 and int at)
        {
            // RFC 9112, section 3.2.
            return string.Create(CultureInfo.InvariantCulture, $"its URL has the character U+{(int)url[at]:X4}, which must be escaped there");
        }

        if (head.Headers["Host"] is { Length: > 0 } host && !host.Equals(head.Host, StringComparison.OrdinalIgnoreCase) && !IsHost(host))
        {
            // RFC 9112, section 3.2. The connection would tell the host to us, and the header to the origin.
            return $"its Host is '{HttpToken.Shown(host)}', which is no host, with a port or without";
        }

        foreach (KeyValuePair<string, string> header in head.Headers.Entries)
        {
            if (!HttpToken.IsToken(header.Key))
            {
                return $"'{HttpToken.Shown(header.Key)}' is not the name of a header; letters, digits and !#$%&'*+-.^_`|~ are allowed";
            }

            // RFC 9113, section 8.2.2.
            if (isHttp2 && header.Key.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                return "it has a Transfer-Encoding, which HTTP/2 does not know";
            }
        }

        return null;
    }

    private static bool IsHost(string text) => HostText.TrySplitNamed(text, out string host, out _) && HostText.TryNormalize(host, out _);
}
