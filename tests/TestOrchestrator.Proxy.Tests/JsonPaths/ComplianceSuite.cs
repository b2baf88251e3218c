using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Tests.JsonPaths;

/// <summary>The public compliance suite of RFC 9535, as of May 2026; its license is beside it.</summary>
internal static class ComplianceSuite
{
    private static readonly Lazy<JsonArray> s_cases = new(() => JsonNode.Parse(File.ReadAllText(Path.Combine(Directory(), "cts.json")))!["tests"]!.AsArray());

    public static IEnumerable<ComplianceCase> Cases => s_cases.Value.Select((c, i) => new ComplianceCase
    {
        Name = $"{i}: {Text(c, "name")}",
        Selector = Text(c, "selector"),
        IsInvalid = c!["invalid_selector"] is not null,
        Document = c["document"]?.ToJsonString() ?? "null",
        Results = Alternatives(c, "result", "results"),
        Paths = Alternatives(c, "result_paths", "results_paths"),
    });

    private static string Text(JsonNode? node, string name) => node![name]!.GetValue<string>();

    private static string[] Alternatives(JsonNode node, string one, string several) =>
        node[one] is { } only ? [only.ToJsonString()] : [.. (node[several]?.AsArray() ?? []).Select(r => r!.ToJsonString())];

    private static string Directory([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
