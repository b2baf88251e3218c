namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>A line of a header. Immutable.</summary>
public sealed record HeaderReport
{
    /// <summary>Gets its name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets its value.</summary>
    public required string Value { get; init; }
}
