using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>Writes activities as OTLP's JSON: a request of its trace service.</summary>
internal static class SpanDocument
{
    private const int StatusError = 2;

    // Not the default of its type, which compares to null.
    private const string NoParent = "0000000000000000";

    private const long NanosecondsPerTick = 100;

    /// <summary>Writes the spans of one resource.</summary>
    /// <param name="service">The name of the resource.</param>
    /// <param name="instance">The instance of the resource.</param>
    /// <param name="spans">The activities, which have ended.</param>
    public static ReadOnlyMemory<byte> Write(string service, string instance, IEnumerable<Activity> spans)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteStartArray("resourceSpans");
        json.WriteStartObject();
        json.WriteStartObject("resource");
        WriteAttributes(json, [new("service.name", service), new("service.instance.id", instance)]);
        json.WriteEndObject();
        json.WriteStartArray("scopeSpans");
        foreach (IGrouping<string, Activity> source in spans.GroupBy(s => s.Source.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteStartObject("scope");
            json.WriteString("name", source.Key.Length > 0 ? source.Key : "TestOrchestrator");
            json.WriteEndObject();
            json.WriteStartArray("spans");
            foreach (Activity span in source)
            {
                WriteSpan(json, span);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteSpan(Utf8JsonWriter json, Activity span)
    {
        json.WriteStartObject();
        json.WriteString("traceId", span.TraceId.ToHexString());
        json.WriteString("spanId", span.SpanId.ToHexString());
        if (span.ParentSpanId.ToHexString() is not NoParent and { } parent)
        {
            json.WriteString("parentSpanId", parent);
        }

        json.WriteString("name", span.DisplayName);

        // OTLP counts from 1, with 0 for a kind that is not known.
        json.WriteNumber("kind", (int)span.Kind + 1);
        json.WriteString("startTimeUnixNano", Nanoseconds(span.StartTimeUtc));
        json.WriteString("endTimeUnixNano", Nanoseconds(span.StartTimeUtc + span.Duration));
        WriteAttributes(json, span.TagObjects);
        json.WriteStartArray("events");
        foreach (ActivityEvent happened in span.Events)
        {
            json.WriteStartObject();
            json.WriteString("timeUnixNano", Nanoseconds(happened.Timestamp.UtcDateTime));
            json.WriteString("name", happened.Name);
            WriteAttributes(json, happened.Tags);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (span.Status != ActivityStatusCode.Unset)
        {
            json.WriteStartObject("status");
            json.WriteNumber("code", span.Status == ActivityStatusCode.Error ? StatusError : 1);
            json.WriteString("message", span.StatusDescription);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> attributes)
    {
        json.WriteStartArray("attributes");
        foreach ((string key, object? value) in attributes)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteStartObject("value");
            switch (value)
            {
                case bool flag:
                    json.WriteBoolean("boolValue", flag);
                    break;
                case byte or short or int or long:
                    json.WriteString("intValue", Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
                case float or double when double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                    json.WriteNumber("doubleValue", Convert.ToDouble(value, CultureInfo.InvariantCulture));
                    break;
                default:
                    json.WriteString("stringValue", Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                    break;
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Nanoseconds(DateTime utc) =>
        ((utc - DateTime.UnixEpoch).Ticks * NanosecondsPerTick).ToString(CultureInfo.InvariantCulture);
}
