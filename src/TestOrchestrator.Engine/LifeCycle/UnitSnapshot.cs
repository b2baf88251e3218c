using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>What is known of one instance of a resource at one moment. Immutable, safe to keep.</summary>
public sealed record UnitSnapshot
{
    /// <summary>Gets the name of the instance: the resource's, and of a replica its number, such as <c>api-1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name of the resource.</summary>
    public required string Unit { get; init; }

    /// <summary>Gets the state.</summary>
    public required UnitState State { get; init; }

    /// <summary>Gets when it came into the state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Gets the number of the change: a later snapshot has a higher one.</summary>
    public required long Version { get; init; }

    /// <summary>Gets why it is in the state, in a full sentence.</summary>
    /// <value>Null if there is nothing to say.</value>
    public string? Reason { get; init; }

    /// <summary>Gets the process that it runs in.</summary>
    /// <value>Null if it does not run, or runs inside this process.</value>
    public ProcessIdentity? Process { get; init; }

    /// <summary>Gets how it ended the last time that it ran.</summary>
    /// <value>Null if it has not ended yet.</value>
    public ProcessExit? Exit { get; init; }
}
