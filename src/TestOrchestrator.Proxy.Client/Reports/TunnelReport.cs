namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>What passed unread. Immutable.</summary>
public sealed record TunnelReport
{
    /// <summary>Gets why it was not read.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets how many bytes went from the client to the origin.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Gets how many bytes went from the origin to the client.</summary>
    public required long BytesReceived { get; init; }
}
