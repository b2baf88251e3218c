namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>What an author of a JSONPath can have meant otherwise.</summary>
internal static class JsonPathErrors
{
    public static ProxyException Syntax(string text, int position, string seen, string right) => new(
        "TO2220", $"'{text}' is not a JSONPath: at character {position + 1} there is {seen}; {right}.");

    public static ProxyException Type(string text, int position, string problem) => new(
        "TO2221", $"'{text}' is not a JSONPath: at character {position + 1} {problem}.");
}
