namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>What a message of a WebSocket is; the numbers are those of RFC 6455, section 11.8.</summary>
public enum WebSocketOpcode
{
    /// <summary>The next part of a message; no message that is recorded has it.</summary>
    Continuation = 0,

    /// <summary>Text in UTF-8.</summary>
    Text = 1,

    /// <summary>Bytes.</summary>
    Binary = 2,

    /// <summary>The sender ends the conversation, see <see cref="WebSocketMessage.CloseStatus"/>.</summary>
    Close = 8,

    /// <summary>The sender asks whether the other is there.</summary>
    Ping = 9,

    /// <summary>The answer to a ping.</summary>
    Pong = 10,
}
