using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>A JSON value, or that there is none.</summary>
internal readonly record struct OperandValue(bool IsThere, JsonNode? Node)
{
    public static OperandValue Nothing => default;

    public static OperandValue Of(JsonNode? node) => new(IsThere: true, node);

    public bool TryText([NotNullWhen(true)] out string? text) => JsonComparison.TryText(Node, out text);
}
