namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>What was not as it should be when a scope or session ended. Immutable.</summary>
public sealed record EndReport
{
    /// <summary>Gets the mocks that were not called as expected.</summary>
    public required IReadOnlyList<MockReport> Unmet { get; init; }

    /// <summary>Gets all problems; unmet expectations are among them, TO2341.</summary>
    public required IReadOnlyList<ProblemReport> Problems { get; init; }
}
