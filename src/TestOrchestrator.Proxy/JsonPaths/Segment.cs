using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>
/// One step of a path: selectors for the children of a node, or with <c>..</c> for those of all its descendants too. Immutable.
/// </summary>
internal sealed record Segment
{
    public required ImmutableArray<Selector> Selectors { get; init; }

    public required bool IsDescendant { get; init; }

    public bool IsSingular => !IsDescendant && Selectors is [NameSelector or IndexSelector];

    public void Select(LocatedNode from, JsonNode? root, List<LocatedNode> selected)
    {
        foreach (Selector selector in Selectors)
        {
            selector.Select(from, root, selected);
        }

        if (IsDescendant)
        {
            foreach (LocatedNode child in from.Children())
            {
                Select(child, root, selected);
            }
        }
    }
}
