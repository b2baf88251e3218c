using System.Collections.Frozen;
using System.Globalization;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>What a change of the body means for headers.</summary>
internal static class BodyHeaders
{
    // What is true of the old body only. RFC 9530 for the digests, RFC 1864 for Content-MD5.
    private static readonly FrozenSet<string> s_ofTheBody = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Content-Digest", "Content-Encoding", "Content-Length", "Content-MD5", "Digest", "Repr-Digest");

    // A client that has the response already, or wants a part of it, would get what cannot be changed.
    private static readonly FrozenSet<string> s_conditions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "If-Modified-Since", "If-None-Match", "If-Range", "Range");

    /// <summary>The headers without those of a body that is not sent any more.</summary>
    public static IEnumerable<KeyValuePair<string, string>> WithoutBody(IEnumerable<KeyValuePair<string, string>> headers) => headers.Where(h => !s_ofTheBody.Contains(h.Key));

    /// <summary>The headers for a new body of a length, which stands where that of the old one stood.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ForBody(IReadOnlyList<KeyValuePair<string, string>> headers, long length)
    {
        KeyValuePair<string, string> line = new("Content-Length", length.ToString(CultureInfo.InvariantCulture));
        int old = headers.TakeWhile(h => !h.Key.Equals(line.Key, StringComparison.OrdinalIgnoreCase)).Count();
        return [.. WithoutBody(headers.Take(old)), line, .. WithoutBody(headers.Skip(old))];
    }

    /// <summary>The headers of a request whose whole response is wanted.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Unconditional(IEnumerable<KeyValuePair<string, string>> headers) => headers.Where(h => !s_conditions.Contains(h.Key));

    /// <summary>
    /// The headers of a request whose response has to come in a content coding that can be undone. One that named none may get any, as
    /// before, and what cannot be undone is a problem.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> WithKnownCodings(IEnumerable<KeyValuePair<string, string>> headers)
    {
        foreach (KeyValuePair<string, string> header in headers)
        {
            string[] wanted = header.Key.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase) ? header.Value.Split(',', StringSplitOptions.TrimEntries) : [];
            string[] known = [.. wanted.Where(c => ContentCoding.IsKnown(c.Split(';')[0].Trim()))];
            yield return wanted.Length == known.Length ? header : new(header.Key, known.Length == 0 ? "identity" : string.Join(", ", known));
        }
    }
}
