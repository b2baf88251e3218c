using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>A text, or one of a few. Immutable.</summary>
internal sealed record WireText : WireType
{
    public static WireText Any { get; } = new();

    /// <summary>Gets the texts that are allowed; empty for all.</summary>
    public ImmutableArray<string> Values { get; private init; } = [];

    public static WireText OneOf(params ImmutableArray<string> values) => new() { Values = values };

    public override void Check(JsonElement value, string field, List<ControlFinding> findings)
    {
        if (value.ValueKind != JsonValueKind.String || (!Values.IsEmpty && !Values.Contains(value.GetString()!)))
        {
            findings.Add(WireErrors.Wrong(field, value, Describe()));
        }
    }

    public override JsonObject Schema()
    {
        JsonObject schema = new() { ["type"] = "string" };
        if (!Values.IsEmpty)
        {
            schema["enum"] = new JsonArray([.. Values.Select(v => (JsonNode)v)]);
        }

        return schema;
    }

    public override string Describe() => Values.IsEmpty ? "a text" : string.Join(" or ", Values.Select(v => $"\"{v}\""));
}
