using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;

namespace TestOrchestrator.Proxy.Control.Routing;

/// <summary>What a request of the control API is answered with. Immutable.</summary>
internal sealed record ControlAnswer
{
    private static readonly JsonSerializerOptions s_format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ControlAnswer()
    {
    }

    /// <summary>Gets an answer without a body.</summary>
    public static ControlAnswer Empty { get; } = new();

    public string MediaType { get; private init; } = "";

    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>Gets what answers by itself, for as long as it likes.</summary>
    public Func<IFeatureCollection, CancellationToken, Task>? Stream { get; private init; }

    public static implicit operator ControlAnswer(JsonNode value) => Json(value);

    public static ControlAnswer Json(JsonNode value, string mediaType = "application/json") => new() { MediaType = mediaType, Body = JsonSerializer.SerializeToUtf8Bytes(value, s_format) };

    public static ControlAnswer List(IEnumerable<JsonNode> values) => Json(new JsonArray([.. values]));

    public static ControlAnswer Text(string text, string mediaType) => new() { MediaType = mediaType, Body = System.Text.Encoding.UTF8.GetBytes(text) };

    public static ControlAnswer Streamed(Func<IFeatureCollection, CancellationToken, Task> stream) => new() { Stream = stream };
}
