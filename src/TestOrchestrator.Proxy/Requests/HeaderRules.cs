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
    public static RecordedHeaders Received(IHeaderDictionary headers) => new(
        from header in headers
        where header.Key[0] != ':'
        from value in header.Value
        select new KeyValuePair<string, string>(header.Key, value ?? ""));

    /// <summary>What the web server lets through, and another reader could take for something else; <see langword="null"/> when there is nothing.</summary>
    public static string? Problem(RecordedHeaders headers, bool isHttp2)
    {
        foreach (KeyValuePair<string, string> header in headers)
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
    public static IEnumerable<KeyValuePair<string, string>> EndToEnd(RecordedHeaders headers)
    {
        string[] nominated = headers["Connection"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (KeyValuePair<string, string> header in headers)
        {
            bool isNominated = nominated.Contains(header.Key, StringComparer.OrdinalIgnoreCase) && !s_neverNominated.Contains(header.Key);
            if (!isNominated && (!s_hopByHop.Contains(header.Key) || AsksForTrailers(header)))
            {
                yield return header;
            }
        }
    }

    /// <summary>Adds headers to a message; values of one name stay in their order.</summary>
    public static void AddTo(this IEnumerable<KeyValuePair<string, string>> headers, IHeaderDictionary message)
    {
        foreach (KeyValuePair<string, string> header in headers)
        {
            message[header.Key] = StringValues.Concat(message[header.Key], header.Value);
        }
    }

    // Over HTTP/2 it says that the client takes trailers, which gRPC servers insist on.
    private static bool AsksForTrailers(KeyValuePair<string, string> header) =>
        header.Key.Equals("TE", StringComparison.OrdinalIgnoreCase) && header.Value.Trim().Equals("trailers", StringComparison.OrdinalIgnoreCase);
}
