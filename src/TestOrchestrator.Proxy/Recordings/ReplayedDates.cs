using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>Shifts the dates of responses. Immutable.</summary>
internal sealed class ReplayedDates(RecordingOptions options, TimeSpan shift)
{
    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ImmutableArray<JsonPath> _paths = [.. options.ShiftedJsonPaths.Select(JsonPath.Parse)];

    public RecordedHeaders Of(RecordedHeaders headers) => options.ShiftDates ? new RecordedHeaders(headers.Select(h => new KeyValuePair<string, string>(h.Key, Header(h.Key, h.Value)))) : headers;

    /// <summary>A body; what is no JSON, and what the paths select that is no date, stays as it is.</summary>
    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> body)
    {
        if (_paths.IsEmpty || !JsonReading.TryRead(body.Span, out JsonNode? root, out _))
        {
            return body;
        }

        bool isChanged = false;
        foreach (LocatedNode node in _paths.SelectMany(p => p.Select(root)).ToArray())
        {
            if (node.Node is JsonValue value && value.Parent is not null && VolatileDate.Read(JsonComparison.TryText(value, out string? text) ? text : value.ToJsonString()) is { } date)
            {
                string shifted = date.Shifted(shift);
                value.ReplaceWith(value.GetValueKind() == JsonValueKind.String ? JsonValue.Create(shifted) : JsonNode.Parse(shifted));
                isChanged = true;
            }
        }

        return isChanged ? Encoding.UTF8.GetBytes(root!.ToJsonString(s_relaxed)) : body;
    }

    private string Header(string name, string value)
    {
        if (name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
        {
            return string.Join("; ", value.Split(';', StringSplitOptions.TrimEntries).Select(a =>
                a.StartsWith("expires=", StringComparison.OrdinalIgnoreCase) ? a[..8] + Date(a[8..]) : a));
        }

        bool isDate = name.Equals("Expires", StringComparison.OrdinalIgnoreCase) || name.Equals("Last-Modified", StringComparison.OrdinalIgnoreCase);
        return isDate ? Date(value) : value;
    }

    private string Date(string text) => VolatileDate.Read(text) is { Kind: "rfc1123" } date ? date.Shifted(shift) : text;
}
