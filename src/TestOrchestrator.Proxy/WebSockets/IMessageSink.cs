namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>Is told what one direction of a WebSocket says, while it says it. Not thread-safe.</summary>
internal interface IMessageSink
{
    /// <summary>A text or binary message begins.</summary>
    void Begin(WebSocketOpcode opcode);

    /// <summary>More of the message that has begun, unmasked and uncompressed.</summary>
    void Append(ReadOnlySpan<byte> payload);

    /// <summary>The message is complete.</summary>
    void End();

    /// <summary>A close, ping or pong, whole; they may come within a message.</summary>
    void Control(WebSocketOpcode opcode, ReadOnlySpan<byte> payload);
}
