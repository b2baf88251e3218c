using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Control.Wire;

/// <summary>An object whose members are known. Immutable.</summary>
/// <param name="Name">The name in the OpenAPI document.</param>
/// <param name="Description">What it is.</param>
/// <param name="Members">All that it may have; others are refused.</param>
internal sealed record WireShape(string Name, string Description, ImmutableArray<WireMember> Members) : WireType
{
    public override IEnumerable<WireType> Parts => Members.Select(m => m.Type);

    public override void Check(JsonElement value, string field, List<ControlFinding> findings)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            findings.Add(WireErrors.Wrong(field, value, Describe()));
            return;
        }

        foreach (JsonProperty given in value.EnumerateObject())
        {
            CheckMember(given, field, findings);
        }

        foreach (WireMember member in Members)
        {
            bool isGiven = value.TryGetProperty(member.Name, out JsonElement found) && (found.ValueKind != JsonValueKind.Null || member.Type.MeansNull);
            if (member.IsRequired && !isGiven)
            {
                findings.Add(WireErrors.Missing(WirePointer.To(field, member.Name), member.Name, Name, member.Description));
            }
        }
    }

    public override JsonObject Schema() => new() { ["$ref"] = $"#/components/schemas/{Name}" };

    public override string Describe() => $"an object ({Name})";

    /// <summary>The schema itself, which others refer to.</summary>
    public JsonObject Definition()
    {
        JsonObject properties = [];
        foreach (WireMember member in Members)
        {
            JsonObject schema = member.Type.Schema();
            schema["description"] = member.Description;
            properties[member.Name] = schema;
        }

        JsonObject definition = new()
        {
            ["type"] = "object",
            ["description"] = Description,
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        string[] required = [.. Members.Where(m => m.IsRequired).Select(m => m.Name)];
        if (required.Length > 0)
        {
            definition["required"] = new JsonArray([.. required.Select(r => (JsonNode)r)]);
        }

        return definition;
    }

    private void CheckMember(JsonProperty given, string field, List<ControlFinding> findings)
    {
        string at = WirePointer.To(field, given.Name);
        WireMember? member = Members.FirstOrDefault(m => m.Name == given.Name);
        if (member is null)
        {
            string[] known = [.. Members.Select(m => m.Name)];
            findings.Add(WireErrors.Unknown(at, given.Name, Name, NearestName.Of(given.Name, known), known));
        }
        else if (given.Value.ValueKind != JsonValueKind.Null || member.Type.MeansNull)
        {
            // Else it is the same as if it were not there: clients write their empty options so.
            member.Type.Check(given.Value, at, findings);
        }
    }
}
