namespace TestOrchestrator.Proxy.Har;

/// <summary>
/// URLs of WebSockets: <c>ws</c> and <c>wss</c> in files, as browsers export them and as their readers know them from others; <c>http</c>
/// and <c>https</c> on the wire.
/// </summary>
internal static class HarUrl
{
    public static string OfWebSocket(string url) => WithScheme(WithScheme(url, "http:", "ws:"), "https:", "wss:");

    public static string OnWire(string url) => WithScheme(WithScheme(url, "ws:", "http:"), "wss:", "https:");

    private static string WithScheme(string url, string from, string to) => url.StartsWith(from, StringComparison.OrdinalIgnoreCase) ? to + url[from.Length..] : url;
}
