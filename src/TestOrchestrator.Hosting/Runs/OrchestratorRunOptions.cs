using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Hosting.Runs;

/// <summary>What is wanted of a run. Immutable.</summary>
public sealed record OrchestratorRunOptions
{
    /// <summary>Gets what runs, for people who look at the run directory: the name of a test project or an app host.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Gets the directory of the project that runs; <c>artifacts/testorchestrator</c> below it holds the directories of its runs.
    /// </summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>Gets the directory that holds the directories of all runs.</summary>
    /// <value>The default is null: what <c>TESTORCHESTRATOR_RUNS</c> says, else below <see cref="ProjectDirectory"/>.</value>
    public string? RunsDirectory { get; init; }

    /// <summary>Gets the lane of applications that do not say another.</summary>
    /// <value>The default is <see cref="Lane.Fast"/>.</value>
    public Lane Lane { get; init; } = Lane.Fast;

    /// <summary>Gets what happens to requests that come to an intercepting proxy and that no mock answers.</summary>
    /// <value>The default is <see cref="UnmatchedRequests.LoopbackOnly"/>: no test calls the outside by accident.</value>
    public UnmatchedRequests UnmatchedRequests { get; init; } = UnmatchedRequests.LoopbackOnly;

    /// <summary>Gets the clock.</summary>
    /// <value>The default is the machine's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
