using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Har;

/// <summary>Writes the parts of a HAR 1.2 file, always in the same order. Not thread-safe.</summary>
internal sealed class HarWriter(Utf8JsonWriter json)
{
    public void WriteStart(HarCreator creator, HarFacts? facts)
    {
        json.WriteStartObject();
        json.WriteStartObject("log");
        json.WriteString("version", "1.2");
        json.WriteStartObject("creator");
        json.WriteString("name", creator.Name);
        json.WriteString("version", creator.Version);
        json.WriteEndObject();
        WriteFacts(facts);
        json.WriteStartArray("pages");
        json.WriteEndArray();
        json.WriteStartArray("entries");
    }

    public void WriteEntry(HarEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("startedDateTime", HarTime.Text(entry.StartedDateTime));
        json.WriteNumber("time", entry.Time);
        WriteRequest("request", entry.Request);
        WriteResponse("response", entry.Response);
        json.WriteStartObject("cache");
        json.WriteEndObject();
        WriteTimings(entry.Timings);
        if (entry.ForwardedRequest is { } forwarded)
        {
            WriteRequest("_forwardedRequest", forwarded);
        }

        if (entry.OriginResponse is { } origin)
        {
            WriteResponse("_originResponse", origin);
        }

        if (entry.WebSocketMessages is { } messages)
        {
            WriteMessages(messages);
        }

        WriteFacts(entry.Facts);
        json.WriteEndObject();
    }

    public void WriteEnd(IEnumerable<HarTunnel> tunnels)
    {
        json.WriteEndArray();
        json.WriteStartArray("_tunnels");
        foreach (HarTunnel tunnel in tunnels)
        {
            json.WriteStartObject();
            json.WriteString("startedDateTime", HarTime.Text(tunnel.StartedDateTime));
            json.WriteNumber("time", tunnel.Time);
            json.WriteString("target", tunnel.Target);
            WriteFacts(tunnel.Facts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteRequest(string name, HarRequest request)
    {
        json.WriteStartObject(name);
        json.WriteString("method", request.Method);
        json.WriteString("url", request.Url);
        json.WriteString("httpVersion", request.HttpVersion);
        WriteCookies(request.Cookies);
        WritePairs("headers", request.Headers);
        WritePairs("queryString", request.QueryString);
        if (request.PostData is { } post)
        {
            WritePostData(post);
        }

        json.WriteNumber("headersSize", request.HeadersSize);
        json.WriteNumber("bodySize", request.BodySize);
        WritePairsIfAny("_trailers", request.Trailers);
        json.WriteEndObject();
    }

    private void WritePostData(HarPostData post)
    {
        json.WriteStartObject("postData");
        json.WriteString("mimeType", post.MimeType);
        json.WriteStartArray("params");
        foreach (HarParam param in post.Params)
        {
            json.WriteStartObject();
            json.WriteString("name", param.Name);
            WriteIfAny("value", param.Value);
            WriteIfAny("fileName", param.FileName);
            WriteIfAny("contentType", param.ContentType);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteBody(post.Body, encodingField: "_encoding");
        json.WriteEndObject();
    }

    private void WriteResponse(string name, HarResponse response)
    {
        json.WriteStartObject(name);
        json.WriteNumber("status", response.Status);
        json.WriteString("statusText", response.StatusText);
        json.WriteString("httpVersion", response.HttpVersion);
        WriteCookies(response.Cookies);
        WritePairs("headers", response.Headers);
        json.WriteStartObject("content");
        json.WriteNumber("size", response.Content.Size);
        if (response.Content.Compression is { } saved)
        {
            json.WriteNumber("compression", saved);
        }

        json.WriteString("mimeType", response.Content.MimeType);
        WriteBody(response.Content.Body, encodingField: "encoding");
        json.WriteEndObject();
        json.WriteString("redirectURL", response.RedirectUrl);
        json.WriteNumber("headersSize", response.HeadersSize);
        json.WriteNumber("bodySize", response.BodySize);
        WritePairsIfAny("_trailers", response.Trailers);
        WriteIfAny("_error", response.Error);
        json.WriteEndObject();
    }

    private void WriteCookies(ImmutableArray<HarCookie> cookies)
    {
        json.WriteStartArray("cookies");
        foreach (HarCookie cookie in cookies)
        {
            json.WriteStartObject();
            json.WriteString("name", cookie.Name);
            json.WriteString("value", cookie.Value);
            WriteIfAny("path", cookie.Path);
            WriteIfAny("domain", cookie.Domain);
            WriteIfAny("expires", cookie.Expires);
            WriteIfAny("httpOnly", cookie.HttpOnly);
            WriteIfAny("secure", cookie.Secure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WritePairsIfAny(string name, ImmutableArray<HarPair> pairs)
    {
        if (!pairs.IsEmpty)
        {
            WritePairs(name, pairs);
        }
    }

    private void WritePairs(string name, ImmutableArray<HarPair> pairs)
    {
        json.WriteStartArray(name);
        foreach (HarPair pair in pairs)
        {
            json.WriteStartObject();
            json.WriteString("name", pair.Name);
            json.WriteString("value", pair.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteBody(HarBody body, string encodingField)
    {
        WriteIfAny("_file", body.File);
        if (body.IsJson && body.Text is { } text)
        {
            json.WritePropertyName("_json");
            using JsonDocument document = JsonDocument.Parse(text);
            document.RootElement.WriteTo(json);
        }
        else
        {
            WriteIfAny("text", body.Text);
        }

        if (body.IsBase64)
        {
            json.WriteString(encodingField, "base64");
        }

        WriteCapture(body.Capture);
    }

    private void WriteTimings(HarTimings timings)
    {
        json.WriteStartObject("timings");
        json.WriteNumber("blocked", timings.Blocked);
        json.WriteNumber("dns", timings.Dns);
        json.WriteNumber("connect", timings.Connect);
        json.WriteNumber("ssl", timings.Ssl);
        json.WriteNumber("send", timings.Send);
        json.WriteNumber("wait", timings.Wait);
        json.WriteNumber("receive", timings.Receive);
        json.WriteEndObject();
    }

    private void WriteMessages(ImmutableArray<HarWebSocketMessage> messages)
    {
        // Chrome shows messages only of what it takes for a WebSocket.
        json.WriteString("_resourceType", "websocket");
        json.WriteStartArray("_webSocketMessages");
        foreach (HarWebSocketMessage message in messages)
        {
            json.WriteStartObject();
            json.WriteString("type", message.IsSent ? "send" : "receive");
            json.WriteNumber("time", message.Time);
            json.WriteNumber("opcode", message.Opcode);
            json.WriteString("data", message.Data);
            WriteCapture(message.Capture);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteFacts(HarFacts? facts)
    {
        if (facts is null)
        {
            return;
        }

        json.WriteStartObject("_to");
        foreach (KeyValuePair<string, JsonNode?> fact in facts.Members)
        {
            json.WritePropertyName(fact.Key);
            if (fact.Value is null)
            {
                json.WriteNullValue();
            }
            else
            {
                fact.Value.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private void WriteCapture(BodyCapture capture)
    {
        if (capture != BodyCapture.Whole)
        {
            json.WriteString("_capture", capture.ToString().ToLowerInvariant());
        }
    }

    private void WriteIfAny(string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private void WriteIfAny(string name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
    }
}
