using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>
/// A value that JSON is compared with: types strictly, numbers by their value, members of objects in any order. Immutable.
/// </summary>
internal sealed record JsonExpectation
{
    private readonly JsonNode? _value;

    private JsonExpectation(JsonNode? value) => _value = value;

    public static JsonExpectation Of(object? value) => new(value is JsonNode node ? node.DeepClone() : JsonSerializer.SerializeToNode(value, JsonSerializerOptions.Web));

    public bool IsEqualTo(JsonNode? other) => JsonComparison.AreEqual(_value, other);

    public override string ToString() => _value?.ToJsonString() ?? "null";
}
