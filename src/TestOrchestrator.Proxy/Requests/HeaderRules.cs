using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using TestOrchestrator.Proxy.Exchanges;

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
