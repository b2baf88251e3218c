using System.Text;
using Microsoft.Net.Http.Headers;

namespace TestOrchestrator.Proxy.Redaction;

/// <summary>Reads forms of type <c>multipart/form-data</c> (RFC 7578), as far as they can be read.</summary>
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
    public static List<MultipartPart> Parts(string form, string boundary)
    {
        // --boundary\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--boundary--
        List<MultipartPart> parts = [];
        string delimiter = $"--{boundary}";
        int at = form.StartsWith(delimiter, StringComparison.Ordinal) ? 0 : Next(form, delimiter, 0);
        while (at >= 0)
        {
            int head = at + delimiter.Length;
            int headEnd = form.IndexOf(HeadEnd, head, StringComparison.Ordinal);
            if (headEnd < 0)
            {
                break;
            }

            int start = headEnd + HeadEnd.Length;
            int end = form.IndexOf(LineEnd + delimiter, start, StringComparison.Ordinal);
            int length = (end < 0 ? form.Length : end) - start;
            if (Read(form[head..headEnd], start, length) is { } part)
            {
                parts.Add(part);
            }

            at = end < 0 ? -1 : end + LineEnd.Length;
        }

        return parts;
    }

    /// <summary>The form without the contents of its secret parts.</summary>
    public static string Redact(string form, string boundary, SecretNames secrets)
    {
        StringBuilder? result = null;
        int copied = 0;
        foreach (MultipartPart part in Parts(form, boundary).Where(p => secrets.Contains(p.Name)))
        {
            result ??= new StringBuilder(form.Length);
            result.Append(form, copied, part.Start - copied).Append(secrets.StandIn(form.Substring(part.Start, part.Length)));
            copied = part.Start + part.Length;
        }

        return result is null ? form : result.Append(form, copied, form.Length - copied).ToString();
    }

    private static int Next(string form, string delimiter, int from)
    {
        int next = form.IndexOf(LineEnd + delimiter, from, StringComparison.Ordinal);
        return next < 0 ? -1 : next + LineEnd.Length;
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
        disposition.FileName.HasValue ? HeaderUtilities.RemoveQuotes(disposition.FileName).ToString() : null;
}
