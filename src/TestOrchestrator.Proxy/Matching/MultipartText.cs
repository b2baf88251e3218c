using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>Reads the text fields of a multipart form (RFC 7578, RFC 2046); files are left out.</summary>
internal static class MultipartText
{
    public static ImmutableArray<KeyValuePair<string, string>> Fields(ReadOnlySpan<byte> body, string boundary)
    {
        // --boundary CRLF headers CRLF CRLF content CRLF --boundary--
        List<KeyValuePair<string, string>> fields = [];
        if (boundary.Length > 0)
        {
            ReadOnlySpan<byte> delimiter = Encoding.Latin1.GetBytes($"\r\n--{boundary}");
            ReadOnlySpan<byte> first = delimiter["\r\n".Length..];
            int begin = body.IndexOf(first);
            ReadOnlySpan<byte> rest = begin < 0 ? default : body[(begin + first.Length)..];
            while (rest.StartsWith("\r\n"u8) && rest.IndexOf(delimiter) is >= 0 and int end)
            {
                Add(fields, rest["\r\n".Length..Math.Max(end, "\r\n".Length)]);
                rest = rest[(end + delimiter.Length)..];
            }
        }

        return [.. fields];
    }

    private static void Add(List<KeyValuePair<string, string>> fields, ReadOnlySpan<byte> part)
    {
        int end = part.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return;
        }

        foreach (string line in Encoding.UTF8.GetString(part[..end]).Split("\r\n"))
        {
            const string Disposition = "Content-Disposition:";
            if (line.StartsWith(Disposition, StringComparison.OrdinalIgnoreCase)
                && ContentDispositionHeaderValue.TryParse(line[Disposition.Length..].Trim(), out ContentDispositionHeaderValue? disposition)
                && disposition is { Name: { } name, FileName: null, FileNameStar: null })
            {
                fields.Add(new(name.Trim('"'), Encoding.UTF8.GetString(part[(end + 4)..])));
            }
        }
    }
}
