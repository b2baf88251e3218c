using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Har;

/// <summary>Writes one exchange as an entry; what HAR has no field for goes into fields that begin with an underscore. Not thread-safe.</summary>
internal sealed class HarEntry(Utf8JsonWriter json, FrozenSet<string> redacted)
{
    private const string Redacted = "[redacted]";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffzzz";

    public void Write(RecordedExchange exchange)
    {
        json.WriteStartObject();
        WriteStart(exchange);
        json.WriteNumber("time", Phases(exchange.Timings).Sum());
        WriteRequest(exchange.Request);
        WriteResponse(exchange);
        json.WriteStartObject("cache");
        json.WriteEndObject();
        WriteTimings(exchange.Timings);
        WriteOwn(exchange);
        json.WriteEndObject();
    }

    public void WriteTunnel(RecordedExchange tunnel)
    {
        json.WriteStartObject();
        WriteStart(tunnel);
        json.WriteString("target", tunnel.Request.Url.Authority);
        WriteOwn(tunnel);
        json.WriteEndObject();
    }

    private void WriteStart(RecordedExchange exchange) =>
        json.WriteString("startedDateTime", exchange.Timings.StartedAt.ToString(TimeFormat, CultureInfo.InvariantCulture));

    private void WriteRequest(RecordedRequest request)
    {
        json.WriteStartObject("request");
        json.WriteString("method", request.Method);
        json.WriteString("url", request.RawUrl);
        json.WriteString("httpVersion", request.Protocol);
        WriteHeaders(request.Headers);
        json.WriteStartArray("queryString");
        foreach (KeyValuePair<string, string> parameter in QueryText.Parse(request.Head.RawQuery))
        {
            WriteNameAndValue(parameter.Key, parameter.Value);
        }

        json.WriteEndArray();
        if (request.BodyLength > 0)
        {
            json.WriteStartObject("postData");
            json.WriteString("mimeType", request.Content.MediaType ?? "");
            json.WriteStartArray("params");
            json.WriteEndArray();
            WriteText(request.Content, request.Body, encodingField: "_encoding");
            WriteCapture(request.BodyCapture);
            json.WriteEndObject();
        }

        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", request.BodyLength);
        json.WriteEndObject();
    }

    private void WriteResponse(RecordedExchange exchange)
    {
        // Importers demand a response; status 0 is how browsers write that there was none.
        RecordedResponse? response = exchange.Response;
        json.WriteStartObject("response");
        json.WriteNumber("status", response?.Status ?? 0);
        json.WriteString("statusText", response?.Reason ?? "");
        json.WriteString("httpVersion", response?.Protocol ?? exchange.Request.Protocol);
        WriteHeaders(response?.Headers ?? RecordedHeaders.Empty);
        json.WriteStartObject("content");
        json.WriteNumber("size", response?.Content.Decoded().Length ?? 0);
        json.WriteString("mimeType", response?.Content.MediaType ?? "x-unknown");
        if (response is { BodyLength: > 0 })
        {
            WriteText(response.Content, response.Content.Decoded(), encodingField: "encoding");
            WriteCapture(response.BodyCapture);
        }

        json.WriteEndObject();
        json.WriteString("redirectURL", response?.Headers["Location"] ?? "");
        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", response?.BodyLength ?? 0);
        if (exchange.Error is not null)
        {
            json.WriteString("_error", exchange.Error);
        }

        json.WriteEndObject();
    }

    private void WriteHeaders(RecordedHeaders headers)
    {
        // Cookies are in the headers, where they are redacted; importers demand the list nevertheless.
        json.WriteStartArray("cookies");
        json.WriteEndArray();
        json.WriteStartArray("headers");
        foreach (KeyValuePair<string, string> header in headers)
        {
            WriteNameAndValue(header.Key, redacted.Contains(header.Key) ? Redacted : header.Value);
        }

        json.WriteEndArray();
    }

    private void WriteText(BodyContent content, ReadOnlyMemory<byte> bytes, string encodingField)
    {
        if (content.ValidText() is { } text)
        {
            json.WriteString("text", text);
        }
        else
        {
            json.WriteBase64String("text", bytes.Span);
            json.WriteString(encodingField, "base64");
        }
    }

    private void WriteCapture(BodyCapture capture)
    {
        if (capture != BodyCapture.Whole)
        {
            json.WriteString("_capture", capture.ToString().ToLowerInvariant());
        }
    }

    private void WriteTimings(ExchangeTimings timings)
    {
        double[] phases = Phases(timings);
        json.WriteStartObject("timings");
        json.WriteNumber("blocked", -1);
        json.WriteNumber("dns", -1);
        json.WriteNumber("connect", -1);
        json.WriteNumber("ssl", -1);
        json.WriteNumber("send", phases[0]);
        json.WriteNumber("wait", phases[1]);
        json.WriteNumber("receive", phases[2]);
        json.WriteEndObject();
    }

    private void WriteOwn(RecordedExchange exchange)
    {
        json.WriteStartObject("_to");
        json.WriteNumber("number", exchange.Number);
        json.WriteString("scope", exchange.Scope);
        json.WriteString("outcome", exchange.Outcome.ToString().ToLowerInvariant());
        if (exchange.Mock is not null)
        {
            json.WriteString("mock", exchange.Mock.ToString());
        }

        if (!exchange.Faults.IsEmpty)
        {
            json.WriteStartArray("faults");
            foreach (RecordedFault fault in exchange.Faults)
            {
                json.WriteStringValue(fault.ToString());
            }

            json.WriteEndArray();
        }

        if (exchange.Tunnel is { } tunnel)
        {
            json.WriteString("reason", tunnel.Reason);
            json.WriteNumber("bytesSent", tunnel.BytesSent);
            json.WriteNumber("bytesReceived", tunnel.BytesReceived);
        }

        json.WriteEndObject();
    }

    private void WriteNameAndValue(string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    // Sending, waiting and receiving, in milliseconds. A response may begin before the request has been received whole, and what has not ended yet
    // has taken no time: HAR knows no negative times but -1.
    private static double[] Phases(ExchangeTimings timings)
    {
        TimeSpan sent = timings.RequestReceived ?? TimeSpan.Zero;
        TimeSpan answered = Later(timings.ResponseStarted ?? timings.Completed ?? sent, sent);
        TimeSpan ended = Later(timings.Completed ?? answered, answered);
        return [Milliseconds(sent), Milliseconds(answered - sent), Milliseconds(ended - answered)];
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
