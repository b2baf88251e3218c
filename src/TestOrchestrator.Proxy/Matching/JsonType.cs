using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>
/// Tells whether a body is meant as JSON: by <c>application/json</c> or <c>*+json</c>, or, where no type is given, by its first character.
/// </summary>
internal static class JsonType
{
    public static bool IsLikely(RecordedHeaders headers, ReadOnlySpan<byte> body) =>
        headers["Content-Type"] is { } type ? Is(type) : body.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    /// <summary>Whether a body may turn out to be JSON, as far as its type tells.</summary>
    public static bool MayBe(RecordedHeaders headers) => headers["Content-Type"] is not { } type || Is(type);

    /// <summary>Whether a content type is that of JSON.</summary>
    public static bool Is(string contentType)
    {
        string type = contentType.Split(';')[0].Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}
