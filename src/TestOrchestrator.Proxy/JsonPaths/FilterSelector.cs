using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>The members or items for which a condition holds.</summary>
internal sealed record FilterSelector(Condition Condition) : Selector
{
    public override void Select(LocatedNode from, JsonNode? root, List<LocatedNode> selected)
    {
        foreach (LocatedNode child in from.Children())
        {
            if (Condition.Holds(new FilterContext(child.Node, root)))
            {
                selected.Add(child);
            }
        }
    }
}
