using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>What <c>@</c> and <c>$</c> stand for while a filter looks at a node.</summary>
internal readonly record struct FilterContext(JsonNode? Current, JsonNode? Root);
