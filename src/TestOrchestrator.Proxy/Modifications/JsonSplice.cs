using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>
/// Changes a JSON text at some places and keeps every other byte of it: blanks, the texts of numbers, escapes, members with the same name.
/// Not thread-safe.
/// </summary>
internal sealed class JsonSplice(ReadOnlyMemory<byte> json)
{
    private readonly List<(ByteSpan Old, ReadOnlyMemory<byte> New)> _edits = [];

    /// <summary>Puts a value in place of those at some locations. Of members with the same name the last one is replaced.</summary>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> json, IEnumerable<JsonLocation> locations, ReadOnlyMemory<byte> value)
    {
        JsonSplice splice = new(json);
        splice.Replace(JsonTarget.Of(locations), JsonLayout.Root(json.Span), value);
        return splice.Spliced();
    }

    /// <summary>
    /// Removes the members and items at some locations with the commas that they need. Members with the same name go together: else an
    /// earlier one would come to light.
    /// </summary>
    public static ReadOnlyMemory<byte> Remove(ReadOnlyMemory<byte> json, IEnumerable<JsonLocation> locations)
    {
        JsonSplice splice = new(json);
        splice.Remove(JsonTarget.Of(locations), JsonLayout.Root(json.Span));
        return splice.Spliced();
    }

    /// <summary>Adds a member or item as the last one of an object or array.</summary>
    /// <param name="json">The text.</param>
    /// <param name="container">Where the object or array is.</param>
    /// <param name="child">The item, or the member with its name.</param>
    public static ReadOnlyMemory<byte> Append(ReadOnlyMemory<byte> json, JsonLocation container, ReadOnlyMemory<byte> child)
    {
        JsonSplice splice = new(json);
        ByteSpan found = JsonLayout.Find(json.Span, container);
        List<JsonChild> children = JsonLayout.Children(json.Span, found);
        int at = children.Count == 0 ? found.Start + 1 : children[^1].Whole.End;
        splice._edits.Add((new ByteSpan(at, at), children.Count == 0 ? child : new byte[] { (byte)',' }.Concat(child.ToArray()).ToArray()));
        return splice.Spliced();
    }

    private void Replace(JsonTarget target, ByteSpan place, ReadOnlyMemory<byte> value)
    {
        if (target.IsMeant)
        {
            _edits.Add((place, value));
            return;
        }

        foreach ((JsonChild child, JsonTarget below) in Below(target, place))
        {
            Replace(below, child.Value, value);
        }
    }

    private void Remove(JsonTarget target, ByteSpan place)
    {
        List<JsonChild> children = JsonLayout.Children(json.Span, place);
        bool[] goes = [.. children.Select((c, i) => target.Below(c, i) is { IsMeant: true })];
        int kept = -1;
        for (int i = 0; i < children.Count; i++)
        {
            if (!goes[i])
            {
                kept = i;
                continue;
            }

            // A comma goes with what is removed: the one before it, or where nothing before it stays, the one after it.
            ByteSpan whole = children[i].Whole;
            bool isLast = i == children.Count - 1;
            _edits.Add((kept >= 0 ? new ByteSpan(children[i - 1].Whole.End, whole.End) : isLast ? whole : new ByteSpan(whole.Start, children[i + 1].Whole.Start), default));
        }

        foreach ((JsonChild child, JsonTarget below) in Below(target, place).Where(b => !b.Target.IsMeant))
        {
            Remove(below, child.Value);
        }
    }

    // Of members with the same name the last one counts.
    private IEnumerable<(JsonChild Child, JsonTarget Target)> Below(JsonTarget target, ByteSpan place)
    {
        List<JsonChild> children = JsonLayout.Children(json.Span, place);
        HashSet<string> seen = [];
        for (int i = children.Count - 1; i >= 0; i--)
        {
            if (target.Below(children[i], i) is { } below && (children[i].Name is not { } name || seen.Add(name)))
            {
                yield return (children[i], below);
            }
        }
    }

    private byte[] Spliced()
    {
        _edits.Sort((one, other) => one.Old.Start.CompareTo(other.Old.Start));
        byte[] result = new byte[json.Length + _edits.Sum(e => e.New.Length - e.Old.Length)];
        int read = 0;
        int written = 0;
        foreach ((ByteSpan old, ReadOnlyMemory<byte> replacement) in _edits)
        {
            Write(json[read..old.Start]);
            Write(replacement);
            read = old.End;
        }

        Write(json[read..]);
        return result;

        void Write(ReadOnlyMemory<byte> bytes)
        {
            bytes.CopyTo(result.AsMemory(written));
            written += bytes.Length;
        }
    }
}
