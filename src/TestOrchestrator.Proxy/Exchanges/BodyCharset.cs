using System.Net.Http.Headers;
using System.Text;

namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>Finds the charset that a content type names.</summary>
internal static class BodyCharset
{
    /// <summary>The charset, UTF-8 when none is named; <see langword="null"/> when it is unknown to this machine.</summary>
    public static Encoding? Of(string? mediaType)
    {
        string? name = MediaTypeHeaderValue.TryParse(mediaType, out MediaTypeHeaderValue? type) ? type.CharSet?.Trim('"') : null;
        if (string.IsNullOrEmpty(name))
        {
            return Encoding.UTF8;
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            // The platform refuses to know UTF-7.
            return null;
        }
    }

    /// <summary>The same charset, which refuses what it cannot read or write.</summary>
    public static Encoding Strict(Encoding charset)
    {
        Encoding strict = (Encoding)charset.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        strict.EncoderFallback = EncoderFallback.ExceptionFallback;
        return strict;
    }
}
