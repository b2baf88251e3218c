using System.Collections.Immutable;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>Reads forms of type <c>multipart/form-data</c> (RFC 7578, RFC 2046), as far as they can be read.</summary>
internal static class MultipartForm
{
    private const string LineEnd = "\r\n";
    private const string HeadEnd = "\r\n\r\n";

    /// <summary>The boundary that a content type names; <see langword="null"/> when it is not that of such a form.</summary>
    public static string? Boundary(string? mediaType) =>
        MediaTypeHeaderValue.TryParse(mediaType, out MediaTypeHeaderValue? type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 } boundary
            ? boundary.ToString()
            : null;

    /// <summary>The parts in their order. A form that is cut off ends with what is there of its last part.</summary>
    /// <param name="form">The form; of one that is not text each byte as a character.</param>
    /// <param name="boundary">What its content type says that stands between its parts.</param>
    public static List<MultipartPart> Parts(string form, string boundary)
    {
        // --boundary\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--boundary--
        List<MultipartPart> parts = [];
        string delimiter = $"{LineEnd}--{boundary}";
        int head = form.StartsWith(delimiter[LineEnd.Length..], StringComparison.Ordinal) && IsDelimiterAt(form, delimiter.Length - LineEnd.Length)
            ? delimiter.Length - LineEnd.Length
            : NextHead(form, delimiter, 0);
        while (head >= 0 && form.IndexOf(HeadEnd, head, StringComparison.Ordinal) is >= 0 and int headEnd)
        {
            int start = headEnd + HeadEnd.Length;

            // A part without content has its delimiter right behind its head, whose last line end is the delimiter's first.
            int next = NextHead(form, delimiter, start - LineEnd.Length);
            int end = next < 0 ? form.Length : Math.Max(start, next - delimiter.Length);
            if (Read(form[head..headEnd], start, end - start) is { } part)
            {
                parts.Add(part with { IsCutOff = next < 0 });
            }

            head = next;
        }

        return parts;
    }

    /// <summary>The fields, in UTF-8; files, and what is cut off, are left out.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Fields(ReadOnlySpan<byte> form, string? mediaType)
    {
        if (Boundary(mediaType) is not { } boundary)
        {
            return [];
        }

        string text = Encoding.Latin1.GetString(form);
        return [.. Parts(text, boundary).Where(p => p is { FileName: null, IsCutOff: false }).Select(p => new KeyValuePair<string, string>(Utf8(p.Name), Utf8(text.Substring(p.Start, p.Length))))];
    }

    /// <summary>A text whose bytes were each taken for a character.</summary>
    public static string Utf8(string bytes) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));

    // Where the head of a part begins, behind its delimiter. Behind the last one there is none, and what is there is not taken for one.
    private static int NextHead(string form, string delimiter, int from)
    {
        while (form.IndexOf(delimiter, from, StringComparison.Ordinal) is >= 0 and int at)
        {
            from = at + delimiter.Length;
            if (IsDelimiterAt(form, from))
            {
                return from;
            }
        }

        return -1;
    }

    // The boundary may be the beginning of what stands at the beginning of a line.
    private static bool IsDelimiterAt(string form, int end)
    {
        ReadOnlySpan<char> rest = form.AsSpan(end).TrimStart(" \t");
        return rest.IsEmpty || rest.StartsWith(LineEnd) || rest.StartsWith("--");
    }

    private static MultipartPart? Read(string head, int start, int length)
    {
        string? contentType = null;
        ContentDispositionHeaderValue? disposition = null;
        foreach (string line in head.Split(LineEnd, StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = line.IndexOf(':');
            string name = colon < 0 ? "" : line[..colon].Trim();
            string value = colon < 0 ? "" : line[(colon + 1)..].Trim();
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                contentType = value;
            }
            else if (name.Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase) && ContentDispositionHeaderValue.TryParse(value, out ContentDispositionHeaderValue? read))
            {
                disposition = read;
            }
        }

        return disposition is null
            ? null
            : new MultipartPart(HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), FileName(disposition), contentType, start, length);
    }

    private static string? FileName(ContentDispositionHeaderValue disposition) =>
        disposition.FileNameStar.HasValue ? disposition.FileNameStar.ToString()
        : disposition.FileName.HasValue ? HeaderUtilities.RemoveQuotes(disposition.FileName).ToString()
        : null;
}
