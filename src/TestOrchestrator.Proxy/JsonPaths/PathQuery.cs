using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>A path from the root, or within a filter from the current node. Immutable.</summary>
internal sealed record PathQuery
{
    public required bool IsRelative { get; init; }

    public required ImmutableArray<Segment> Segments { get; init; }

    public bool IsSingular => Segments.All(s => s.IsSingular);

    /// <summary>The nodes it selects. Locations are counted from where the path begins.</summary>
    public List<LocatedNode> Select(FilterContext context)
    {
        List<LocatedNode> selected = [new LocatedNode(IsRelative ? context.Current : context.Root, JsonLocation.Root)];
        foreach (Segment segment in Segments)
        {
            List<LocatedNode> next = [];
            foreach (LocatedNode node in selected)
            {
                segment.Select(node, context.Root, next);
            }

            selected = next;
        }

        return selected;
    }
}
