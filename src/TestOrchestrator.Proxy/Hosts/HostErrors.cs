namespace TestOrchestrator.Proxy.Hosts;

/// <summary>What an author of host rules can have meant otherwise.</summary>
internal static class HostErrors
{
    public static ProxyException Target(string text, string problem) => new(
        "TO2213", $"'{text}' is not where requests can be redirected to: {problem}. Write 'example.com', 'localhost:8080' or 'http://127.0.0.1:8080'.");
}
