using System.Globalization;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Exchanges as they are shown.</summary>
internal static class ExchangeMapping
{
    private static readonly WireNumber s_size = WireNumber.Integer(0, long.MaxValue);
    private static readonly WireNumber s_milliseconds = new() { Least = 0, Most = double.MaxValue };

    private static readonly WireShape s_header = new("Header", "A line of a header.",
    [
        new("name", WireText.Any, "Its name.") { IsRequired = true },
        new("value", WireText.Any, "Its value.") { IsRequired = true },
    ]);

    private static readonly WireShape s_body = new("Body", "A body, and as much of it as was asked for.",
    [
        new("length", s_size, "How long it is so far, in bytes as they were sent.") { IsRequired = true },
        new("capture", WireText.OneOf("whole", "truncated", "dropped"), "How much of it was kept.") { IsRequired = true },
        new("text", WireText.Any, "It as text, without its content coding."),
        new("base64", WireText.Any, "It as bytes, when it is no text."),
    ]);

    private static readonly WireShape s_request = new("RecordedRequest", "What the client sent.",
    [
        new("method", WireText.Any, "The method.") { IsRequired = true },
        new("url", WireText.Any, "The URL as it was sent.") { IsRequired = true },
        new("protocol", WireText.Any, "Between client and proxy.") { IsRequired = true },
        new("headers", new WireList(s_header), "The headers.") { IsRequired = true },
        new("body", s_body, "The body.") { IsRequired = true },
        new("trailers", new WireList(s_header), "The headers after the body; left out when there are none."),
    ]);

    private static readonly WireShape s_response = new("RecordedResponse", "What the client got.",
    [
        new("status", WireNumber.Count, "The status.") { IsRequired = true },
        new("reason", WireText.Any, "The text beside it.") { IsRequired = true },
        new("protocol", WireText.Any, "That of the origin, or of the client where the proxy answered.") { IsRequired = true },
        new("headers", new WireList(s_header), "The headers.") { IsRequired = true },
        new("body", s_body, "The body.") { IsRequired = true },
        new("trailers", new WireList(s_header), "The headers after the body; left out when there are none."),
    ]);

    private static readonly WireShape s_tunnel = new("Tunnel", "What passed unread.",
    [
        new("reason", WireText.Any, "Why it was not read.") { IsRequired = true },
        new("bytes_sent", s_size, "From the client to the origin.") { IsRequired = true },
        new("bytes_received", s_size, "From the origin to the client.") { IsRequired = true },
    ]);

    private static readonly WireShape s_fault = new("FaultHit", "A fault that hit an exchange.",
    [
        new("id", WireText.Any, "The id of the fault.") { IsRequired = true },
        new("what", WireText.Any, "What it did.") { IsRequired = true },
        new("call", WireNumber.Count, "The number of the call that it hit.") { IsRequired = true },
    ]);

    /// <summary>Gets how much of bodies may be asked for.</summary>
    public static WireText Bodies { get; } = WireText.OneOf("none", "full");

    public static WireShape Shown { get; } = new("Exchange", "A request with its response, as it is known now.",
    [
        new("number", s_size, "Its number in the session, from 1.") { IsRequired = true },
        new("scope", WireText.Any, "The name of its scope.") { IsRequired = true },
        new("outcome", WireText.OneOf([.. Enum.GetNames<ExchangeOutcome>().Select(n => n.ToLowerInvariant())]), "How it was answered.") { IsRequired = true },
        new("complete", WireFlag.Any, "Whether nothing more will change.") { IsRequired = true },
        new("mock", WireText.Any, "The id of the mock that answered."),
        new("redirected_to", WireText.Any, "Where it was sent instead."),
        new("error", WireText.Any, "Why it failed or was aborted."),
        new("started_at", WireText.Any, "When the head of the request had come, ISO 8601.") { IsRequired = true },
        new("request_received_ms", s_milliseconds, "How long after that the whole request had."),
        new("response_started_ms", s_milliseconds, "How long after that the head of the response was known."),
        new("completed_ms", s_milliseconds, "How long after that it ended."),
        new("request", s_request, "What the client sent.") { IsRequired = true },
        new("response", s_response, "What the client got; left out while it is not known."),
        new("forwarded_request", s_request, "What was sent to the origin in place of what the client sent."),
        new("origin_response", s_response, "What the origin answered in place of what the client got."),
        new("faults", new WireList(s_fault), "The faults that hit it."),
        new("messages", new WireList(MessageMapping.Shown), "The messages of a WebSocket, in both directions."),
        new("tunnel", s_tunnel, "What passed unread, for tunnels and upgraded connections."),
    ]);

    public static JsonArray Show(IEnumerable<RecordedExchange> exchanges, bool withBodies) => [.. exchanges.Select(e => Show(e, withBodies))];

    public static JsonObject Show(RecordedExchange exchange, bool withBodies)
    {
        JsonObject shown = new()
        {
            ["number"] = exchange.Number,
            ["scope"] = exchange.Scope,
            ["outcome"] = exchange.Outcome.ToString().ToLowerInvariant(),
            ["complete"] = exchange.IsComplete,
            ["started_at"] = exchange.Timings.StartedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["request"] = Show(exchange.Request, withBodies),
        };
        AddIfAny(shown, "mock", exchange.Mock is { } mock ? Identity.Of(mock) : null);
        AddIfAny(shown, "redirected_to", exchange.RedirectedTo?.OriginalString);
        AddIfAny(shown, "error", exchange.Error);
        AddIfAny(shown, "request_received_ms", exchange.Timings.RequestReceived?.TotalMilliseconds);
        AddIfAny(shown, "response_started_ms", exchange.Timings.ResponseStarted?.TotalMilliseconds);
        AddIfAny(shown, "completed_ms", exchange.Timings.Completed?.TotalMilliseconds);
        AddIfAny(shown, "response", exchange.Response is { } response ? Show(response, withBodies) : null);
        AddIfAny(shown, "forwarded_request", exchange.ForwardedRequest is { } forwarded ? Show(forwarded, withBodies) : null);
        AddIfAny(shown, "origin_response", exchange.OriginResponse is { } answered ? Show(answered, withBodies) : null);
        AddIfAny(shown, "faults", exchange.Faults.IsDefaultOrEmpty ? null : new JsonArray([.. exchange.Faults.Select(Show)]));
        AddIfAny(shown, "messages", exchange.Messages.Count == 0 ? null : new JsonArray([.. exchange.Messages.Select(m => MessageMapping.Show(m, withBodies))]));
        AddIfAny(shown, "tunnel", exchange.Tunnel is { } tunnel ? Show(tunnel) : null);
        return shown;
    }

    private static JsonObject Show(RecordedRequest request, bool withBodies) => WithTrailers(request.Trailers, new()
    {
        ["method"] = request.Method,
        ["url"] = request.RawUrl,
        ["protocol"] = request.Protocol,
        ["headers"] = Show(request.Headers),
        ["body"] = Show(request.Content, request.BodyLength, request.BodyCapture, withBodies),
    });

    private static JsonObject Show(RecordedResponse response, bool withBodies) => WithTrailers(response.Trailers, new()
    {
        ["status"] = response.Status,
        ["reason"] = response.Reason,
        ["protocol"] = response.Protocol,
        ["headers"] = Show(response.Headers),
        ["body"] = Show(response.Content, response.BodyLength, response.BodyCapture, withBodies),
    });

    private static JsonObject WithTrailers(RecordedHeaders trailers, JsonObject message)
    {
        AddIfAny(message, "trailers", trailers.Count == 0 ? null : Show(trailers));
        return message;
    }

    private static JsonNode Show(RecordedFault fault) => new JsonObject { ["id"] = Identity.Of(fault.Fault), ["what"] = fault.What, ["call"] = fault.Call };

    private static JsonObject Show(RecordedTunnel tunnel) => new()
    {
        ["reason"] = tunnel.Reason,
        ["bytes_sent"] = tunnel.BytesSent,
        ["bytes_received"] = tunnel.BytesReceived,
    };

    private static JsonArray Show(RecordedHeaders headers) => [.. headers.Select(h => new JsonObject { ["name"] = h.Key, ["value"] = h.Value })];

    private static JsonObject Show(BodyContent content, long length, BodyCapture capture, bool withContent)
    {
        JsonObject shown = new() { ["length"] = length, ["capture"] = capture.ToString().ToLowerInvariant() };
        if (withContent)
        {
            string? text = content.ValidText();
            shown[text is null ? "base64" : "text"] = text ?? Convert.ToBase64String(content.Decoded().Span);
        }

        return shown;
    }

    private static void AddIfAny(JsonObject to, string name, JsonNode? value)
    {
        if (value is not null)
        {
            to[name] = value;
        }
    }
}
