namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>Where the requests for hosts are sent instead. Immutable.</summary>
public sealed record RedirectReport
{
    /// <summary>Gets its id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the id of its scope.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets the hosts.</summary>
    public required string From { get; init; }

    /// <summary>Gets the target.</summary>
    public required string To { get; init; }

    /// <summary>Gets a value indicating whether the Host header stays what the client sent.</summary>
    public required bool PreserveHost { get; init; }
}
