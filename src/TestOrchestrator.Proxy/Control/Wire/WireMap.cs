using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>An object whose names are the caller's, with values of one type. Immutable.</summary>
internal sealed record WireMap(WireType Value) : WireType
{
    public override IEnumerable<WireType> Parts => [Value];

    public override void Check(JsonElement value, string field, List<ControlFinding> findings)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            findings.Add(WireErrors.Wrong(field, value, Describe()));
            return;
        }

        foreach (JsonProperty member in value.EnumerateObject())
        {
            Value.Check(member.Value, WirePointer.To(field, member.Name), findings);
        }
    }

    public override JsonObject Schema() => new() { ["type"] = "object", ["additionalProperties"] = Value.Schema() };

    public override string Describe() => $"an object, each value of which is {Value.Describe()}";
}
