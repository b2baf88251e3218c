using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.JsonPaths;

/// <summary>
/// Reads JSON for paths. Where an object holds a member name more than once, the last one counts, as for nearly all readers;
/// <see cref="JsonNode"/> alone would refuse it.
/// </summary>
internal static class JsonReading
{
    /// <summary>How deep objects and arrays may be nested.</summary>
    public const int MaxDepth = 256;

    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
    private static readonly JsonDocumentOptions s_lenient = new() { MaxDepth = MaxDepth };

    /// <summary>Reads a text in UTF-8 without a mark.</summary>
    /// <param name="json">The text.</param>
    /// <param name="node">The document; <see langword="null"/> is the literal null too.</param>
    /// <param name="problem">Why it is not JSON.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, out JsonNode? node, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        try
        {
            node = JsonNode.Parse(json, documentOptions: s_strict);
            return true;
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            // Either no JSON, or a name twice: the second reading tells.
        }

        try
        {
            node = LastOfEachName(JsonElement.Parse(json, s_lenient));
            return true;
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            node = null;
            problem = invalid.Message;
            return false;
        }
    }

    private static JsonNode? LastOfEachName(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                JsonObject members = [];
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    members[member.Name] = LastOfEachName(member.Value);
                }

                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(LastOfEachName)]);
            default:
                return JsonValue.Create(element);
        }
    }
}
