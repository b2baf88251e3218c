using System.Collections.Frozen;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Har;
using TestOrchestrator.Proxy.Redaction;
using TestOrchestrator.Proxy.Requests;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>Makes entries of exchanges: without secrets, timings, and what differs from run to run. Not thread-safe.</summary>
internal sealed class RecordingEntries(RecordingSecrets secrets, RecordingOptions options, DateTimeOffset recordedAt)
{
    private static readonly FrozenSet<string> s_omitted = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "traceparent", "tracestate", "baggage", "Request-Id", "Correlation-Context", "Date", "Content-Encoding", "Sec-WebSocket-Key", "Sec-WebSocket-Accept", "Sec-WebSocket-Extensions");

    private readonly SecretFilter _filter = secrets.Filter(options);

    /// <summary>Whether an exchange has come to an end that can be replayed, or has none to wait for.</summary>
    public static bool IsWhole(RecordedExchange exchange) => exchange.Outcome switch
    {
        ExchangeOutcome.Forwarded => true,
        ExchangeOutcome.Failed => true,
        _ => exchange.Tunnel is not null || (exchange.Response?.Headers["Content-Type"]?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) ?? false),
    };

    /// <summary>Whether all of it was kept.</summary>
    public static bool IsKept(RecordedExchange exchange) =>
        exchange.Request.BodyCapture == BodyCapture.Whole
        && (exchange.OriginResponse ?? exchange.Response)?.BodyCapture is null or BodyCapture.Whole
        && exchange.Messages.All(m => m.Capture == BodyCapture.Whole);

    /// <summary>
    /// The entries in an order that does not depend on who was quicker: by URL and method, and what is the same as it came.
    /// </summary>
    public static IEnumerable<HarEntry> Ordered(IEnumerable<HarEntry> entries) =>
        entries.OrderBy(e => e.Request.Url, StringComparer.Ordinal).ThenBy(e => e.Request.Method, StringComparer.Ordinal);

    public IEnumerable<HarEntry> Of(IReadOnlyList<RecordedExchange> exchanges)
    {
        // By URL, so that stand-ins are numbered alike in every run; twice, so that what one exchange shows to be secret is so in all.
        RecordedExchange[] ordered = [.. exchanges.OrderBy(e => e.Request.RawUrl, StringComparer.Ordinal).ThenBy(e => e.Request.Method, StringComparer.Ordinal)];
        foreach (RecordedExchange exchange in ordered)
        {
            Entry(exchange);
        }

        return [.. ordered.Select(Entry)];
    }

    private HarEntry Entry(RecordedExchange exchange)
    {
        HarMessages messages = new(_filter);
        RecordedResponse? answered = exchange.Outcome == ExchangeOutcome.Failed ? null : exchange.OriginResponse ?? exchange.Response;
        return new HarEntry
        {
            StartedDateTime = recordedAt,
            Time = 0,
            Request = Plain(messages.Request(exchange.Request, isWebSocket: exchange.Tunnel is not null)),
            Response = answered is null
                ? HarMessages.NoResponse("", secrets.Known(exchange.Error ?? "the origin did not answer"))
                : Plain(messages.Response(answered), keepsLength: exchange.Request.Method == "HEAD" || answered.Status == 304),
            WebSocketMessages = exchange.Tunnel is null ? null : [.. exchange.Messages.Where(m => m.Opcode is WebSocketOpcode.Text or WebSocketOpcode.Binary or WebSocketOpcode.Close).Select(Message)],
        };
    }

    private HarRequest Plain(HarRequest request) => request with
    {
        Url = secrets.Known(request.Url),
        HttpVersion = "",
        Cookies = [],
        Headers = Headers(request.Headers, keepsLength: false),
        QueryString = [.. request.QueryString.Select(p => p with { Value = secrets.Known(p.Value) })],
        PostData = request.PostData is { } post ? post with { Params = [], Body = Plain(post.Body) } : null,
        Trailers = Headers(request.Trailers, keepsLength: false),
        BodySize = -1,
    };

    private HarResponse Plain(HarResponse response, bool keepsLength) => response with
    {
        HttpVersion = "",
        Cookies = [],
        Headers = Headers(response.Headers, keepsLength),
        Content = response.Content with { Compression = null, Body = Plain(response.Content.Body) },
        Trailers = Headers(response.Trailers, keepsLength: false),
        RedirectUrl = secrets.Known(response.RedirectUrl),
        BodySize = -1,
    };

    private HarBody Plain(HarBody body)
    {
        if (body.IsBase64 || body.Text is not { } text)
        {
            return body;
        }

        string plain = secrets.Known(text);
        return body with { Text = plain, IsJson = HarJson.IsCompact(plain) };
    }

    private System.Collections.Immutable.ImmutableArray<HarPair> Headers(IEnumerable<HarPair> headers, bool keepsLength) =>
    [
        .. HeaderRules.EndToEnd(new RecordedHeaders(headers.Select(h => new KeyValuePair<string, string>(h.Name, h.Value))))
            .Where(h => !s_omitted.Contains(h.Key) && (keepsLength || !h.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
            .Select(h => new HarPair(h.Key, secrets.Known(h.Value))),
    ];

    private HarWebSocketMessage Message(WebSocketMessage message) => new()
    {
        IsSent = message.Direction == MessageDirection.Sent,
        Time = recordedAt.ToUnixTimeSeconds(),
        Opcode = (int)message.Opcode,
        Data = message.Opcode == WebSocketOpcode.Text ? secrets.Known(_filter.Message(message).Text ?? "") : Convert.ToBase64String(message.Payload.Span),
    };
}
