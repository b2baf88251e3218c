namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>What passed unread through an exchange: a tunnel, or a connection after its upgrade (WebSocket). Immutable.</summary>
public sealed record RecordedTunnel
{
    /// <summary>Gets why the bytes were not read.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets how many bytes went from the client to the origin so far.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Gets how many bytes went from the origin to the client so far.</summary>
    public required long BytesReceived { get; init; }
}
