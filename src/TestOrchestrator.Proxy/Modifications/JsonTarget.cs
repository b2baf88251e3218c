using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>The locations that a change is for, as a tree from the root. Not thread-safe.</summary>
internal sealed class JsonTarget
{
    // Made when they are needed: most locations have nothing below them, and there may be millions.
    private Dictionary<string, JsonTarget>? _members;
    private Dictionary<int, JsonTarget>? _items;

    /// <summary>Gets a value indicating whether this location is one of them; what is below it is then of no account.</summary>
    public bool IsMeant { get; private set; }

    public static JsonTarget Of(IEnumerable<JsonLocation> locations)
    {
        JsonTarget root = new();
        foreach (JsonLocation location in locations)
        {
            JsonTarget at = root;
            foreach (JsonLocation step in location.Way())
            {
                at = step.Name is { } name ? Below(at._members ??= [], name) : Below(at._items ??= [], step.Index);
            }

            at.IsMeant = true;
        }

        return root;
    }

    public JsonTarget? Below(JsonChild child, int index) =>
        child.Name is { } name ? _members?.GetValueOrDefault(name) : _items?.GetValueOrDefault(index);

    private static JsonTarget Below<T>(Dictionary<T, JsonTarget> targets, T key)
        where T : notnull
    {
        if (!targets.TryGetValue(key, out JsonTarget? below))
        {
            targets[key] = below = new JsonTarget();
        }

        return below;
    }
}
