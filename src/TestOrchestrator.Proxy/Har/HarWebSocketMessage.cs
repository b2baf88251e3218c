namespace TestOrchestrator.Proxy.Har;

/// <summary>A message of a WebSocket, in the form of Chrome. Immutable.</summary>
internal sealed record HarWebSocketMessage
{
    /// <summary>Gets a value indicating whether the client sent it (<c>type</c> is <c>send</c>, else <c>receive</c>).</summary>
    public required bool IsSent { get; init; }

    /// <summary>Gets when, in seconds since 1970 (UTC).</summary>
    public required double Time { get; init; }

    /// <summary>Gets the opcode of RFC 6455: 1 is text, all others are in base64.</summary>
    public required int Opcode { get; init; }

    public required string Data { get; init; }

    /// <summary>Gets how much of it the file holds (<c>_capture</c>).</summary>
    public Exchanges.BodyCapture Capture { get; init; }
}
