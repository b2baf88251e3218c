using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>True or false. Immutable.</summary>
internal sealed record WireFlag : WireType
{
    public static WireFlag Any { get; } = new();

    public override void Check(JsonElement value, string field, List<ControlFinding> findings)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            findings.Add(WireErrors.Wrong(field, value, Describe()));
        }
    }

    public override JsonObject Schema() => new() { ["type"] = "boolean" };

    public override string Describe() => "true or false";
}
