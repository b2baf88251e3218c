namespace TestOrchestrator.TestKit.Processes;

/// <summary>How a scene ended.</summary>
public sealed record OtherProcessResult
{
    public required int ExitCode { get; init; }

    public required string Output { get; init; }

    public required string Errors { get; init; }
}
