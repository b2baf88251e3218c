using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>A message while it passes, and after. Not thread-safe: guarded by the gate of the log.</summary>
internal sealed class LiveMessage(LiveExchange exchange, LiveMessages all, MessageDirection direction, WebSocketOpcode opcode)
{
    private WebSocketMessage? _snapshot;

    public LiveExchange Exchange { get; } = exchange;

    /// <summary>Gets those of the same WebSocket.</summary>
    public LiveMessages All { get; } = all;

    public BodyRecorder Payload { get; } = new();

    /// <summary>Gets or sets its number in its WebSocket; 0 until it is complete.</summary>
    public long Number_UnderGate { get; set; }

    public DateTimeOffset Time_UnderGate { get; set; }

    /// <summary>Gets or sets the one that was complete after it in the session, so that who waits goes on from where he was.</summary>
    public LiveMessage? Next_UnderGate { get; set; }

    public WebSocketMessage Snapshot_UnderGate()
    {
        RecordedBody payload = Payload.Snapshot_UnderGate();
        if (_snapshot is null || _snapshot.Capture != payload.Capture)
        {
            _snapshot = new WebSocketMessage
            {
                Exchange = Exchange.Number,
                Number = Number_UnderGate,
                Direction = direction,
                Opcode = opcode,
                Time = Time_UnderGate,
                Payload = payload.Bytes,
                Length = payload.Length,
                Capture = payload.Capture,
            };
        }

        return _snapshot;
    }
}
