namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>What a session does with hosts. Immutable.</summary>
public sealed record HostRuleReport
{
    /// <summary>Gets its id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the hosts.</summary>
    public required string Host { get; init; }

    /// <summary>Gets what is done with them: <c>intercept</c>, <c>tunnel</c>, <c>block</c> or <c>reset</c>.</summary>
    public required string Treatment { get; init; }
}
