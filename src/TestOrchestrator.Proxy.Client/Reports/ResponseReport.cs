namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>What a client got. Immutable.</summary>
public sealed record ResponseReport
{
    /// <summary>Gets the status.</summary>
    public required int Status { get; init; }

    /// <summary>Gets the text beside it; empty when there is none.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets the protocol of the origin, or of the client where the proxy answered.</summary>
    public required string Protocol { get; init; }

    /// <summary>Gets the headers.</summary>
    public required IReadOnlyList<HeaderReport> Headers { get; init; }

    /// <summary>Gets the body.</summary>
    public required BodyReport Body { get; init; }

    /// <summary>Gets the headers after the body.</summary>
    /// <value>Empty when there are none.</value>
    public IReadOnlyList<HeaderReport> Trailers { get; init; } = [];
}
