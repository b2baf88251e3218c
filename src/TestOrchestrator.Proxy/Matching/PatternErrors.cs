namespace TestOrchestrator.Proxy.Matching;

/// <summary>What an author of a pattern can have meant otherwise.</summary>
internal static class PatternErrors
{
    public static ProxyException Url(string text, string problem) => new(
        "TO2101", $"'{text}' is neither a URL nor a path: {problem}. Write a URL such as 'https://payments.example.com/charges', or a path that starts with '/'.");

    public static ProxyException Host(string text, string problem) => new(
        "TO2102", $"'{text}' is not a host pattern: {problem}. Write 'example.com', 'example.com:8443' or '*.example.com'.");

    public static ProxyException Path(string text, string problem) => new(
        "TO2103", $"'{text}' is not a path pattern: {problem}. Write an exact path, '*' for a part of one segment, '**' for any part, or 're:' and a regular expression.");

    public static ProxyException Method(string text) => new(
        "TO2104", $"'{text}' is not an HTTP method. Write one such as 'GET'; CONNECT is the proxy's own and matches no request.");
}
