namespace TestOrchestrator.Engine.Definitions;

/// <summary>A unit waits for another one before it starts. Immutable.</summary>
public sealed record DependencyDefinition
{
    /// <summary>Gets the name of the unit that is awaited; all of its replicas are.</summary>
    public required string Unit { get; init; }

    /// <summary>Gets what is awaited of it.</summary>
    public WaitCondition Condition { get; init; } = WaitCondition.Ready;

    /// <summary>Gets the exit code that is expected with <see cref="WaitCondition.Completed"/>.</summary>
    /// <value>The default is 0. Null: any.</value>
    public int? ExitCode { get; init; } = 0;
}
