namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>Who sent a message, seen from the client.</summary>
public enum MessageDirection
{
    /// <summary>The client did.</summary>
    Sent,

    /// <summary>The origin did.</summary>
    Received,
}
