namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>A fault that hit an exchange. Immutable.</summary>
public sealed record FaultHitReport
{
    /// <summary>Gets the id of the fault.</summary>
    public required string Id { get; init; }

    /// <summary>Gets what it did, for people.</summary>
    public required string What { get; init; }

    /// <summary>Gets the number of the call that it hit, from 1.</summary>
    public required int Call { get; init; }
}
