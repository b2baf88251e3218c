using TestOrchestrator.Engine.Applications;

namespace TestOrchestrator.Hosting.AppHosts;

/// <summary>What runs the resources of an application: the local engine, or Aspire's own. Thread-safe.</summary>
internal interface IApplicationEngine
{
    /// <summary>Gets the group that the local engine runs: the whole application, or the resources of ours beside DCP.</summary>
    /// <value>Null until its endpoints are known.</value>
    RunningApplication? Application { get; }

    /// <summary>Gets what is known of every instance of a resource at this moment.</summary>
    IReadOnlyList<ResourceStatus> Instances { get; }

    /// <summary>Gets the names of the resources that start with the application.</summary>
    IEnumerable<string> StartedResources { get; }

    /// <summary>Waits until the start of every resource that starts by itself has ended, well or not.</summary>
    Task WaitUntilStartedAsync(CancellationToken cancellationToken);

    /// <summary>Throws if a resource has ended when it should not have.</summary>
    void ThrowIfAnyFailed();

    /// <summary>Starts all instances of a resource.</summary>
    Task StartResourceAsync(string resource, CancellationToken cancellationToken);

    /// <summary>Stops all instances of a resource, and waits until its states say so.</summary>
    Task StopResourceAsync(string resource, CancellationToken cancellationToken);
}

/// <summary>What is known of an instance of a resource. Immutable.</summary>
public sealed record ResourceStatus
{
    /// <summary>Gets the name of the instance: that of its resource, with a number if there are several.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the state, such as <c>Ready</c>.</summary>
    public required string State { get; init; }

    /// <summary>Gets whether it ended when it should not have.</summary>
    public bool IsFailure { get; init; }

    /// <summary>Gets whether it is as it should be: it is ready, has done its work, or was never to start.</summary>
    public bool IsAsExpected { get; init; }

    /// <summary>Gets whether it is a program of the team, and not a server that it uses.</summary>
    public bool IsProgram { get; init; }

    /// <summary>Gets why it is in its state, in a full sentence; null if there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the number of changes so far: with the name it tells one failure from the next.</summary>
    public long Version { get; init; }

    /// <summary>Gets the file that its log goes to. It may not be there.</summary>
    public required string LogFile { get; init; }
}
