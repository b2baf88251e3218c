using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>The member of this name.</summary>
internal sealed record NameSelector(string Name) : Selector
{
    public override void Select(LocatedNode from, JsonNode? root, List<LocatedNode> selected)
    {
        if (from.Node is JsonObject members && members.TryGetPropertyValue(Name, out JsonNode? value))
        {
            selected.Add(new LocatedNode(value, from.Location.Member(Name)));
        }
    }
}
