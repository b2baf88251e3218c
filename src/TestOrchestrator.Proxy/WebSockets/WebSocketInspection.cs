using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>
/// Looks at the bytes of a WebSocket while they are relayed, and records its messages. It changes, holds and refuses nothing.
/// </summary>
/// <remarks>Each direction is called by one thread at a time. It ends once both directions have.</remarks>
internal sealed class WebSocketInspection : IDisposable
{
    private readonly LiveExchange _exchange;
    private readonly Direction? _up;
    private readonly Direction? _down;
    private int _hasComplained;

    private WebSocketInspection(LiveExchange exchange, LiveMessages messages, RecordedHeaders response)
    {
        _exchange = exchange;
        WebSocketExtensions agreed = WebSocketExtensions.Read(response);
        if (agreed.Unknown is { } unknown)
        {
            Complain(WebSocketExplanations.UnknownExtension(exchange.Head, unknown));
            return;
        }

        _up = new Direction(exchange, messages, MessageDirection.Sent, agreed.IsDeflated ? new MessageInflater(agreed.KeepsClientContext) : null);
        _down = new Direction(exchange, messages, MessageDirection.Received, agreed.IsDeflated ? new MessageInflater(agreed.KeepsServerContext) : null);
    }

    /// <summary>Tells that an exchange was upgraded, and looks at what follows when that is a WebSocket.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="protocol">What it was upgraded to.</param>
    /// <param name="response">The headers of the response, which say what was agreed on.</param>
    public static WebSocketInspection? Open(LiveExchange exchange, string protocol, RecordedHeaders response)
    {
        string reason = $"the connection was upgraded to {protocol}";
        if (!protocol.Trim().Equals("websocket", StringComparison.OrdinalIgnoreCase))
        {
            exchange.TunnelOpened(reason);
            return null;
        }

        return new WebSocketInspection(exchange, exchange.WebSocketOpened(reason), response);
    }

    /// <summary>Takes note of bytes, which go on as they are whatever they are.</summary>
    public void Passed(ReadOnlySpan<byte> bytes, bool isUp)
    {
        if ((isUp ? _up : _down)?.Read(bytes) is { } problem)
        {
            Complain(WebSocketExplanations.Unreadable(_exchange.Head, isUp ? "client" : "origin", problem));
        }
    }

    public void Dispose()
    {
        _up?.Dispose();
        _down?.Dispose();
    }

    // Once a WebSocket is enough, though the other direction may be damaged too.
    private void Complain(Explanation problem)
    {
        if (Interlocked.Exchange(ref _hasComplained, 1) == 0)
        {
            _exchange.AddProblem(problem);
        }
    }

    /// <summary>One direction. Not thread-safe.</summary>
    private sealed class Direction : IDisposable
    {
        private readonly MessageRecorder _recorder;
        private readonly MessageInflater? _inflater;
        private FrameParser? _parser;

        public Direction(LiveExchange exchange, LiveMessages messages, MessageDirection direction, MessageInflater? inflater)
        {
            _recorder = new MessageRecorder(exchange, messages, direction);
            _inflater = inflater;
            _parser = new FrameParser(_recorder, inflater);
        }

        public string? Read(ReadOnlySpan<byte> bytes)
        {
            string? problem = _parser?.Read(bytes);
            if (problem is not null)
            {
                _parser = null;
                _recorder.Abandon();
            }

            return problem;
        }

        public void Dispose()
        {
            _recorder.Abandon();
            _inflater?.Dispose();
        }
    }
}
