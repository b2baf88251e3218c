using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>Creates what a singular path names and the document does not have, with the objects and arrays on the way.</summary>
internal static class JsonCreation
{
    public static ReadOnlyMemory<byte> Create(ReadOnlyMemory<byte> json, JsonNode? root, JsonPath path, ReadOnlyMemory<byte> value, out ModificationProblem? problem)
    {
        problem = null;
        if (!path.IsSingular)
        {
            problem = ModificationProblems.NothingSelected(path);
            return json;
        }

        Queue<Selector> missing = new(path.SingularSelectors);
        LocatedNode deepest = Descend(new LocatedNode(root, JsonLocation.Root), missing);
        if (Obstacle(deepest, missing) is { } obstacle)
        {
            problem = ModificationProblems.CannotCreate(path, obstacle.At, obstacle.Problem);
            return json;
        }

        return JsonSplice.Append(json, deepest.Location, Encoding.UTF8.GetBytes(Written(missing, Encoding.UTF8.GetString(value.Span))));
    }

    // Takes the selectors that select something.
    private static LocatedNode Descend(LocatedNode from, Queue<Selector> selectors)
    {
        while (selectors.TryPeek(out Selector? next))
        {
            List<LocatedNode> found = [];
            next.Select(from, root: null, found);
            if (found is not [LocatedNode only])
            {
                return from;
            }

            selectors.Dequeue();
            from = only;
        }

        return from;
    }

    private static (JsonLocation At, string Problem)? Obstacle(LocatedNode deepest, Queue<Selector> missing)
    {
        JsonLocation at = deepest.Location;
        string kind = JsonChange.KindOf(deepest.Node);
        int length = (deepest.Node as JsonArray)?.Count ?? 0;
        bool isObject = deepest.Node is JsonObject;
        bool isArray = deepest.Node is JsonArray;
        foreach (Selector selector in missing)
        {
            if (selector is NameSelector name)
            {
                if (!isObject)
                {
                    return (at, $"is {kind}, not an object");
                }

                at = at.Member(name.Name);
            }
            else if (selector is IndexSelector index)
            {
                if (!isArray || index.Index != length)
                {
                    return (at, isArray ? $"is {kind}, and only index {length} can be added to it" : $"is {kind}, not an array");
                }

                at = at.Item(length);
            }

            // What comes after it is created, as the next selector needs it.
            (isObject, isArray, length, kind) = (true, true, 0, "a new array of length 0");
        }

        return null;
    }

    // The first selector is a place in something that there is; the others are objects and arrays around the value.
    private static string Written(Queue<Selector> missing, string value)
    {
        string written = value;
        foreach (Selector selector in missing.Skip(1).Reverse())
        {
            written = selector is NameSelector name ? $"{{{Member(name, written)}}}" : $"[{written}]";
        }

        return missing.Peek() is NameSelector first ? Member(first, written) : written;
    }

    private static string Member(NameSelector name, string value) => $"{JsonSerializer.Serialize(name.Name)}:{value}";
}
