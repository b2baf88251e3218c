namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>A response without its body. Immutable.</summary>
internal sealed record ResponseHead
{
    public required int Status { get; init; }

    public string Reason { get; init; } = "";

    public required RecordedHeaders Headers { get; init; }

    public required string Protocol { get; init; }

    /// <summary>Whether the response may go on as long as the connection, so that nobody waits for its end.</summary>
    public bool IsOpenEnded => Headers["Content-Type"]?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) ?? false;
}
