using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>A value of one type or another, told apart by their kind in JSON. Immutable.</summary>
internal sealed record WireEither : WireType
{
    private readonly ImmutableArray<(JsonValueKind Kind, WireType Type)> _types;

    private WireEither(ImmutableArray<(JsonValueKind Kind, WireType Type)> types) => _types = types;

    /// <summary>Gets a text, or a list of texts.</summary>
    public static WireEither TextOrTexts { get; } = Of((JsonValueKind.String, WireText.Any), (JsonValueKind.Array, WireList.OfTexts));

    public override IEnumerable<WireType> Parts => _types.Select(t => t.Type);

    public static WireEither Of(params ImmutableArray<(JsonValueKind Kind, WireType Type)> types) => new(types);

    public override void Check(JsonElement value, string field, List<ControlFinding> findings)
    {
        foreach ((JsonValueKind kind, WireType type) in _types)
        {
            if (kind == value.ValueKind)
            {
                type.Check(value, field, findings);
                return;
            }
        }

        findings.Add(WireErrors.Wrong(field, value, Describe()));
    }

    public override JsonObject Schema() => new() { ["oneOf"] = new JsonArray([.. _types.Select(t => (JsonNode)t.Type.Schema())]) };

    public override string Describe() => string.Join(", or ", _types.Select(t => t.Type.Describe()));
}
