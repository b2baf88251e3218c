using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Events;

/// <summary>Something that happened in a session. Immutable but for <see cref="Data"/>, which belongs to its reader alone.</summary>
public sealed record ProxyEvent
{
    // For people who read it in a console or a log; it is never part of a page.
    private static readonly JsonWriterOptions s_format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Gets its number in the session, from 1 without holes; of a <see cref="ProxyEventKind.Gap"/> that of the last missing event.
    /// </summary>
    public required long Sequence { get; init; }

    /// <summary>Gets when it happened, by the clock of the server; of a gap when it was noticed.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets what happened.</summary>
    public required ProxyEventKind Kind { get; init; }

    /// <summary>Gets the name of the scope to which it belongs.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets the number of the exchange that it is about.</summary>
    /// <value><see langword="null"/> when it is about none.</value>
    public long? Exchange { get; init; }

    /// <summary>Gets what else is known, different for each kind; secrets are replaced by a marker.</summary>
    public required JsonObject Data { get; init; }

    /// <summary>
    /// Gets the event as one JSON object: <c>seq</c>, <c>ts</c> (ISO 8601), <c>kind</c>, <c>scope</c>, <c>exchange</c> when there is one,
    /// then the members of <see cref="Data"/>.
    /// </summary>
    public string ToJson()
    {
        ArrayBufferWriter<byte> bytes = new();
        using Utf8JsonWriter json = new(bytes, s_format);
        WriteTo(json);
        json.Flush();
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Writes the event as one JSON object, as <see cref="ToJson"/> gives it.</summary>
    /// <param name="json">Where to write.</param>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("seq", Sequence);
        json.WriteString("ts", Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("kind", EventKindText.Of(Kind));
        json.WriteString("scope", Scope);
        if (Exchange is { } exchange)
        {
            json.WriteNumber("exchange", exchange);
        }

        foreach (KeyValuePair<string, JsonNode?> member in Data)
        {
            json.WritePropertyName(member.Key);
            if (member.Value is null)
            {
                json.WriteNullValue();
            }
            else
            {
                member.Value.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Shows the event as JSON.</summary>
    public override string ToString() => ToJson();
}
