using System.Globalization;
using System.Text;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>Where a node is in its document: names and indexes from the root. Immutable.</summary>
internal sealed class JsonLocation
{
    private JsonLocation(JsonLocation? parent, string? name, int index) => (Parent, Name, Index) = (parent, name, index);

    public static JsonLocation Root { get; } = new(parent: null, name: null, index: -1);

    /// <summary>Gets where the object or array is; <see langword="null"/> for the root.</summary>
    public JsonLocation? Parent { get; }

    /// <summary>Gets the name in its object; <see langword="null"/> for the root and for items of arrays.</summary>
    public string? Name { get; }

    /// <summary>Gets the index in its array; -1 for the root and for members of objects.</summary>
    public int Index { get; }

    public JsonLocation Member(string name) => new(this, name, index: -1);

    public JsonLocation Item(int index) => new(this, name: null, index);

    /// <summary>The locations on the way, outermost first, without the root and with this one.</summary>
    public IEnumerable<JsonLocation> Way()
    {
        Stack<JsonLocation> way = new();
        for (JsonLocation at = this; at.Parent is not null; at = at.Parent)
        {
            way.Push(at);
        }

        return way;
    }

    /// <summary>The normalized path of RFC 9535, section 2.7: every node has exactly one.</summary>
    public override string ToString()
    {
        StringBuilder text = new("$");
        foreach (JsonLocation at in Way())
        {
            if (at.Name is null)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{at.Index}]");
            }
            else
            {
                text.Append("['");
                AppendEscaped(text, at.Name);
                text.Append("']");
            }
        }

        return text.ToString();
    }

    private static void AppendEscaped(StringBuilder text, string name)
    {
        foreach (char character in name)
        {
            _ = character switch
            {
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                '\'' => text.Append("\\'"),
                '\\' => text.Append("\\\\"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => text.Append(character),
            };
        }
    }
}
