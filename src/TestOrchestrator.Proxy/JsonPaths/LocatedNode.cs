using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>A node and where it is; the literal null is no node in .NET, so that only the location tells one null from another.</summary>
internal readonly record struct LocatedNode(JsonNode? Node, JsonLocation Location)
{
    /// <summary>The members of an object or the items of an array, in their order.</summary>
    public IEnumerable<LocatedNode> Children()
    {
        if (Node is JsonObject members)
        {
            foreach (KeyValuePair<string, JsonNode?> member in members)
            {
                yield return new LocatedNode(member.Value, Location.Member(member.Key));
            }
        }
        else if (Node is JsonArray items)
        {
            for (int i = 0; i < items.Count; i++)
            {
                yield return new LocatedNode(items[i], Location.Item(i));
            }
        }
    }
}
