using TestOrchestrator.AppModel.Waiting;

namespace TestOrchestrator.Groups.Description;

/// <summary>What a process waits for before it starts.</summary>
internal sealed record DependencyDescription(string Process, WaitCondition Condition, int? ExitCode);
