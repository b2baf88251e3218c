using System.IO.Compression;

namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>Undoes the content codings of a body: gzip, deflate, br.</summary>
internal static class ContentCoding
{
    // What a small body may expand to before it is taken for an attack or an accident.
    private const int Limit = 16 * 1024 * 1024;

    /// <summary>Whether all of these codings can be undone.</summary>
    public static bool IsKnown(string? codings) => Applied(codings).All(c => c.ToLowerInvariant() is "identity" or "gzip" or "x-gzip" or "deflate" or "br");

    /// <summary>
    /// Decodes the body; <see langword="false"/> when a coding is unknown, the body is damaged or cut off, or it expands beyond 16 MB.
    /// </summary>
    public static bool TryDecode(ReadOnlyMemory<byte> body, string? codings, out ReadOnlyMemory<byte> decoded)
    {
        decoded = body;
        foreach (string coding in Applied(codings).Reverse())
        {
            if (!TryUndo(decoded, coding.ToLowerInvariant(), out decoded))
            {
                decoded = body;
                return false;
            }
        }

        return true;
    }

    private static string[] Applied(string? codings) => codings?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static bool TryUndo(ReadOnlyMemory<byte> body, string coding, out ReadOnlyMemory<byte> decoded)
    {
        decoded = body;
        if (coding == "identity" || body.IsEmpty)
        {
            return true;
        }

        using MemoryStream source = new(body.ToArray());
        using Stream? decoder = coding switch
        {
            "gzip" or "x-gzip" => new GZipStream(source, CompressionMode.Decompress),
            "deflate" => new ZLibStream(source, CompressionMode.Decompress),
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            _ => null,
        };
        return decoder is not null && TryRead(decoder, out decoded);
    }

    private static bool TryRead(Stream decoder, out ReadOnlyMemory<byte> decoded)
    {
        using MemoryStream result = new();
        decoded = default;
        byte[] buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = decoder.Read(buffer)) > 0)
            {
                result.Write(buffer, 0, read);
                if (result.Length > Limit)
                {
                    return false;
                }
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        decoded = result.GetBuffer().AsMemory(0, (int)result.Length);
        return true;
    }
}
