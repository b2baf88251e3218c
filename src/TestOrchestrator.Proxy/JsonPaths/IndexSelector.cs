using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>The item with this index; a negative one counts from the end.</summary>
internal sealed record IndexSelector(long Index) : Selector
{
    public override void Select(LocatedNode from, JsonNode? root, List<LocatedNode> selected)
    {
        if (from.Node is not JsonArray items)
        {
            return;
        }

        long index = Index < 0 ? items.Count + Index : Index;
        if (index >= 0 && index < items.Count)
        {
            selected.Add(new LocatedNode(items[(int)index], from.Location.Item((int)index)));
        }
    }
}
