using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>Which headers are for the next one on the way only, and end at the proxy.</summary>
internal static class HeaderRules
{
    private static readonly FrozenSet<string> s_hopByHop = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection",
        "HTTP2-Settings",
        "Keep-Alive",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE",
        "Transfer-Encoding",
        "Upgrade");

    private static readonly SearchValues<char> s_neverInUrls = SearchValues.Create([.. Enumerable.Range(0, ' ' + 1).Select(c => (char)c), '\u007F']);

    // A sender that names these in Connection wants the next one to take the message for another than it is.
    private static readonly FrozenSet<string> s_neverNominated = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Content-Length", "Host");

    /// <summary>The headers as they were received, without the pseudo-headers of HTTP/2.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="last">Others, which are returned when they are the same.</param>
    public static RecordedHeaders Received(IHeaderDictionary headers, RecordedHeaders? last = null)
    {
        last ??= RecordedHeaders.Empty;
        if (AreThese(headers, last.Entries))
        {
            return last;
        }

        List<KeyValuePair<string, string>> entries = new(headers.Count);
        foreach ((string name, StringValues values) in headers)
        {
            for (int i = 0; name[0] != ':' && i < values.Count; i++)
            {
                entries.Add(new(name, values[i] ?? ""));
            }
        }

        return new(entries);
    }

    /// <summary>What the web server lets through, and another reader could take for something else; <see langword="null"/> when there is nothing.</summary>
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

        if (head.Headers["Host"] is { Length: > 0 } host && !host.StartsWith(head.Host, StringComparison.OrdinalIgnoreCase) && !IsHost(host))
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

    /// <summary>What goes on to the other side: neither hop-by-hop nor nominated by Connection.</summary>
    /// <returns>The same headers when all of them do.</returns>
    public static RecordedHeaders EndToEnd(RecordedHeaders headers)
    {
        string[] nominated = headers["Connection"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (KeyValuePair<string, string> header in headers.Entries)
        {
            if (EndsHere(header, nominated))
            {
                return WithoutThoseThatEndHere(headers, nominated);
            }
        }

        return headers;
    }

    /// <summary>Adds headers to a message; values of one name stay in their order.</summary>
    public static void AddTo(this RecordedHeaders headers, IHeaderDictionary message)
    {
        foreach (KeyValuePair<string, string> header in headers.Entries)
        {
            message[header.Key] = StringValues.Concat(message[header.Key], header.Value);
        }
    }

    private static bool IsHost(string text) => HostText.TrySplitNamed(text, out string host, out _) && HostText.TryNormalize(host, out _);

    private static bool AreThese(IHeaderDictionary headers, ReadOnlySpan<KeyValuePair<string, string>> known)
    {
        int at = 0;
        foreach ((string name, StringValues values) in headers)
        {
            for (int i = 0; name[0] != ':' && i < values.Count; i++, at++)
            {
                if (at == known.Length || known[at].Key != name || known[at].Value != (values[i] ?? ""))
                {
                    return false;
                }
            }
        }

        return at == known.Length;
    }

    private static RecordedHeaders WithoutThoseThatEndHere(RecordedHeaders headers, string[] nominated) => new(headers.Where(h => !EndsHere(h, nominated)));

    private static bool EndsHere(KeyValuePair<string, string> header, string[] nominated) =>
        (s_hopByHop.Contains(header.Key) && !AsksForTrailers(header))
        || (nominated.Contains(header.Key, StringComparer.OrdinalIgnoreCase) && !s_neverNominated.Contains(header.Key));

    // Over HTTP/2 it says that the client takes trailers, which gRPC servers insist on.
    private static bool AsksForTrailers(KeyValuePair<string, string> header) =>
        header.Key.Equals("TE", StringComparison.OrdinalIgnoreCase) && header.Value.Trim().Equals("trailers", StringComparison.OrdinalIgnoreCase);
}
