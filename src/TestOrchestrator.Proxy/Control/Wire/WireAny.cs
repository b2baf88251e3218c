using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>Any JSON, <c>null</c> included; or any that is neither an object nor an array. Immutable.</summary>
internal sealed record WireAny : WireType
{
    public static WireAny Json { get; } = new();

    /// <summary>Gets a text, number, true, false or null.</summary>
    public static WireAny Scalar { get; } = new() { IsScalar = true };

    public override bool MeansNull => true;

    private bool IsScalar { get; init; }

    public override void Check(JsonElement value, string field, List<ControlFinding> findings)
    {
        if (IsScalar && value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            findings.Add(WireErrors.Wrong(field, value, Describe()));
        }
    }

    public override JsonObject Schema() => IsScalar ? new() { ["type"] = new JsonArray("string", "number", "boolean", "null") } : [];

    public override string Describe() => IsScalar ? "a text, a number, true, false or null" : "any JSON";
}
