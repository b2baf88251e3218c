using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>All members or items.</summary>
internal sealed record WildcardSelector : Selector
{
    public override void Select(LocatedNode from, JsonNode? root, List<LocatedNode> selected) => selected.AddRange(from.Children());
}
