using System.Buffers;
using System.Text;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>
/// Reads the header lines of a head or of the trailers behind a chunked body (RFC 9112, section 5). What can be read in two ways is
/// refused.
/// </summary>
internal static class HeaderSection
{
    private const int UsualCount = 12;

    private static readonly SearchValues<byte> s_token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Finds the end of the lines, which is after the first empty one.</summary>
    /// <param name="bytes">What has been received.</param>
    /// <param name="searched">How far the search has come; kept by the caller between calls.</param>
    /// <returns>The length of the lines with the empty one, or <see langword="null"/> when there is none yet.</returns>
    /// <exception cref="UpstreamException">A line ends with a line feed alone.</exception>
    public static int? FindEnd(ReadOnlySpan<byte> bytes, ref int searched)
    {
        while (bytes[searched..].IndexOf((byte)'\n') is >= 0 and int found)
        {
            ReadOnlySpan<byte> line = bytes.Slice(searched, found);
            if (line.IsEmpty || line[^1] != '\r')
            {
                throw Http1Errors.InvalidResponse($"the line {Http1Errors.Show(line)} ends with a line feed alone; lines end with \\r\\n");
            }

            searched += found + 1;
            if (line.Length == 1)
            {
                return searched;
            }
        }

        return null;
    }

    /// <summary>Takes the first line off, without its end.</summary>
    public static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> lines)
    {
        int end = lines.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = lines[..(end - 1)];
        lines = lines[(end + 1)..];
        if (line.ContainsAny((byte)'\r', (byte)0))
        {
            throw Http1Errors.InvalidResponse($"the line {Http1Errors.Show(line)} holds a character that ends lines for some readers");
        }

        return line;
    }

    /// <summary>Reads all lines up to the empty one.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="known">Headers whose texts are used again where the same line is in the same place.</param>
    public static List<KeyValuePair<string, string>> Read(ReadOnlySpan<byte> lines, ReadOnlySpan<KeyValuePair<string, string>> known = default)
    {
        List<KeyValuePair<string, string>> headers = new(capacity: known.Length > 0 ? known.Length : UsualCount);
        while (true)
        {
            ReadOnlySpan<byte> line = TakeLine(ref lines);
            if (line.IsEmpty)
            {
                return headers;
            }

            headers.Add(ReadLine(line, headers.Count < known.Length ? known[headers.Count] : default));
        }
    }

    private static bool IsText(ReadOnlySpan<byte> bytes, string? text) => text is not null && Ascii.Equals(bytes, text);

    private static KeyValuePair<string, string> ReadLine(ReadOnlySpan<byte> line, KeyValuePair<string, string> known)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            throw Http1Errors.InvalidResponse($"the header line {Http1Errors.Show(line)} continues the one before it; such folded lines are obsolete, and readers differ in what they make of them");
        }

        int colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            throw Http1Errors.InvalidResponse($"the header line {Http1Errors.Show(line)} has no name before a colon");
        }

        ReadOnlySpan<byte> name = line[..colon];
        if (name.ContainsAnyExcept(s_token))
        {
            throw Http1Errors.InvalidResponse($"{Http1Errors.Show(name)} is not the name of a header; names have letters, digits and !#$%&'*+-.^_`|~, and no blank before the colon");
        }

        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
        return new(IsText(name, known.Key) ? known.Key : KnownNames.Get(name), IsText(value, known.Value) ? known.Value : Encoding.Latin1.GetString(value));
    }
}
