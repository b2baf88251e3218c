using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Engine.Applications;

/// <summary>What came of one attempt to start an instance.</summary>
internal sealed record StartOutcome
{
    /// <summary>The instance is ready.</summary>
    public static StartOutcome Ready { get; } = new();

    /// <summary>How it ended before it was ready.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>Why it could not be started, or did not become ready.</summary>
    public string? Failure { get; init; }
}
