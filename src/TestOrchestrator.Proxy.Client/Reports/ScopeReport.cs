namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>A part of a session's life, such as a test. Immutable.</summary>
public sealed record ScopeReport
{
    /// <summary>Gets its id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets its name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the id of the scope that it is in.</summary>
    /// <value><see langword="null"/> for the root.</value>
    public string? Parent { get; init; }

    /// <summary>Gets the trace whose requests belong to it.</summary>
    /// <value><see langword="null"/> when none was named.</value>
    public string? TraceId { get; init; }
}
