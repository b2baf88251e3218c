using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>Selects children of a node. Immutable.</summary>
internal abstract record Selector
{
    public abstract void Select(LocatedNode from, JsonNode? root, List<LocatedNode> selected);
}
