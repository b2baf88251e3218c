using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>
/// Tells by its content type whether a body is text: <c>text/*</c>, JSON, XML, JavaScript, a form of one part; without a type it may be.
/// </summary>
internal static class TextType
{
    public static bool MayBe(RecordedHeaders headers) => headers["Content-Type"] is not { } type || Is(type.Split(';')[0].Trim().ToLowerInvariant()) || JsonType.Is(type);

    private static bool Is(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal)
        || type.EndsWith("+xml", StringComparison.Ordinal)
        || type is "application/xml" or "application/javascript" or "application/ecmascript" or "application/x-javascript" or "application/x-www-form-urlencoded";
}
