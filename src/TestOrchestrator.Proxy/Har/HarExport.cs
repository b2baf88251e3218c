using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Redaction;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Har;

/// <summary>Turns what was recorded into what a HAR file holds, without secrets. Thread-safe.</summary>
internal sealed class HarExport(IReadOnlyList<RecordedExchange> exchanges, IReadOnlyList<ProxyProblem> problems, SecretFilter secrets)
{
    private readonly HarMessages _messages = new(secrets);
    private readonly ILookup<long, string> _problems = problems.Where(p => p.Exchange is not null).ToLookup(p => p.Exchange ?? 0, p => p.Code);

    /// <summary>
    /// The entries in the order of their start, each made when it is asked for: 64 MB of bodies are not all in memory once more.
    /// </summary>
    public IEnumerable<HarEntry> Entries() => exchanges.Where(e => !IsTunnel(e)).OrderBy(e => e.Timings.StartedAt).ThenBy(e => e.Number).Select(Entry);

    public IEnumerable<HarTunnel> Tunnels() => exchanges.Where(IsTunnel).Select(Tunnel);

    private static bool IsTunnel(RecordedExchange exchange) => exchange.Request.Method == "CONNECT";

    private HarEntry Entry(RecordedExchange exchange)
    {
        bool isWebSocket = IsWebSocket(exchange);
        HarTimings timings = HarTimings.Of(exchange.Timings);
        return new HarEntry
        {
            StartedDateTime = exchange.Timings.StartedAt,
            Time = timings.Total,
            Request = _messages.Request(exchange.Request, isWebSocket),
            Response = exchange.Response is { } response
                ? _messages.Response(response) with { Error = Error(exchange) }
                : HarMessages.NoResponse(exchange.Request.Protocol, Error(exchange)),
            Timings = timings,
            ForwardedRequest = exchange.ForwardedRequest is { } forwarded ? _messages.Request(forwarded, isWebSocket) : null,
            OriginResponse = exchange.OriginResponse is { } origin ? _messages.Response(origin) : null,
            WebSocketMessages = isWebSocket ? [.. exchange.Messages.Select(Message)] : null,
            Facts = Facts(exchange),
        };
    }

    private HarTunnel Tunnel(RecordedExchange tunnel) => new()
    {
        StartedDateTime = tunnel.Timings.StartedAt,
        Time = HarTimings.Of(tunnel.Timings).Total,
        Target = tunnel.Request.Url.Authority,
        Facts = Facts(tunnel),
    };

    private static bool IsWebSocket(RecordedExchange exchange) =>
        exchange.Tunnel is not null && (exchange.Messages.Count > 0 || (exchange.Response?.Headers.Contains("Sec-WebSocket-Accept") ?? false));

    private string? Error(RecordedExchange exchange) => exchange.Error is { } error ? secrets.Text(error) : null;

    // The one place for what is known beyond HAR: mock, redirect, fault, recording.
    private HarFacts Facts(RecordedExchange exchange)
    {
        List<KeyValuePair<string, JsonNode?>> facts =
        [
            new("number", exchange.Number),
            new("scope", exchange.Scope),
            new("outcome", exchange.Outcome.ToString().ToLowerInvariant()),
        ];
        AddIfAny("mock", exchange.Mock?.ToString());
        if (!exchange.Faults.IsEmpty)
        {
            facts.Add(new("faults", new JsonArray([.. exchange.Faults.Select(f => JsonValue.Create(secrets.Text(f.ToString())))])));
        }

        AddIfAny("redirectedTo", exchange.RedirectedTo?.ToString());
        if (exchange.Tunnel is { } relayed)
        {
            facts.Add(new("reason", relayed.Reason));
            facts.Add(new("bytesSent", relayed.BytesSent));
            facts.Add(new("bytesReceived", relayed.BytesReceived));
        }

        if (IsTunnel(exchange))
        {
            AddIfAny("error", Error(exchange));
        }

        if (_problems.Contains(exchange.Number))
        {
            facts.Add(new("problems", new JsonArray([.. _problems[exchange.Number].Select(code => JsonValue.Create(code))])));
        }

        return new HarFacts { Members = [.. facts] };

        void AddIfAny(string name, string? text)
        {
            if (text is not null)
            {
                facts.Add(new(name, secrets.Text(text)));
            }
        }
    }

    private HarWebSocketMessage Message(WebSocketMessage message) => new()
    {
        IsSent = message.Direction == MessageDirection.Sent,
        Time = message.Time.ToUnixTimeMilliseconds() / 1000.0,
        Opcode = (int)message.Opcode,
        Data = message.Opcode == WebSocketOpcode.Text ? secrets.Message(message).Text ?? "" : Convert.ToBase64String(message.Payload.Span),
        Capture = message.Capture,
    };
}
