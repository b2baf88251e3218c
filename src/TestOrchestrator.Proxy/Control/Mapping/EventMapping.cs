using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Events;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>
/// Events as they are shown: as <see cref="ProxyEvent.ToJson"/> gives them, with names in snake case like everything here.
/// </summary>
internal static class EventMapping
{
    private static readonly JsonSerializerOptions s_format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The event as one line of JSON.</summary>
    public static string Show(ProxyEvent happened)
    {
        JsonObject shown = new()
        {
            ["seq"] = happened.Sequence,
            ["ts"] = happened.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["kind"] = EventKindText.Of(happened.Kind),
            ["scope"] = happened.Scope,
        };
        if (happened.Exchange is { } exchange)
        {
            shown["exchange"] = exchange;
        }

        foreach ((string name, JsonNode? value) in happened.Data)
        {
            shown[JsonNamingPolicy.SnakeCaseLower.ConvertName(name)] = Renamed(value);
        }

        return shown.ToJsonString(s_format);
    }

    // All names are ours: headers are lists of name and value.
    private static JsonNode? Renamed(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(JsonNamingPolicy.SnakeCaseLower.ConvertName(m.Key), Renamed(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Renamed)]),
        _ => node?.DeepClone(),
    };
}
