using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>
/// Every so many items from a start up to, and without, an end; what is not said is the whole array in the direction of the step.
/// </summary>
internal sealed record SliceSelector(long? Start, long? End, long Step) : Selector
{
    // RFC 9535, section 2.3.4.2.2.
    public override void Select(LocatedNode from, JsonNode? root, List<LocatedNode> selected)
    {
        if (from.Node is not JsonArray items || Step == 0)
        {
            return;
        }

        long count = items.Count;
        if (Step > 0)
        {
            long last = Math.Clamp(FromFront(End ?? count, count), 0, count);
            for (long i = Math.Clamp(FromFront(Start ?? 0, count), 0, count); i < last; i += Step)
            {
                selected.Add(new LocatedNode(items[(int)i], from.Location.Item((int)i)));
            }
        }
        else
        {
            long last = End is { } end ? Math.Clamp(FromFront(end, count), -1, count - 1) : -1;
            for (long i = Math.Clamp(FromFront(Start ?? (count - 1), count), -1, count - 1); i > last; i += Step)
            {
                selected.Add(new LocatedNode(items[(int)i], from.Location.Item((int)i)));
            }
        }
    }

    private static long FromFront(long index, long count) => index < 0 ? count + index : index;
}
