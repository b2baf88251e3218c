using System.Collections.Immutable;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.AppModel.Waiting;

namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>What an instance waits for: something that must be true of every instance of another resource.</summary>
internal sealed record Dependency
{
    public required string Resource { get; init; }

    public required ImmutableArray<string> Instances { get; init; }

    public required WaitCondition Condition { get; init; }

    /// <summary>The exit code that completion must have; null is any.</summary>
    public int? ExitCode { get; init; }

    public bool IsOn(string instance) => Instances.Contains(instance, ResourceName.Comparer);

    /// <summary>Looks whether the dependency is met.</summary>
    public DependencyStatus Look(ImmutableDictionary<string, ResourceSnapshot> snapshots) =>
        DependencyStatus.Of(Instances.Select(instance => Look(snapshots[instance])));

    private DependencyStatus Look(ResourceSnapshot seen) => (Condition, seen.State) switch
    {
        (_, ResourceState.FailedToStart or ResourceState.Skipped) => DependencyStatus.Failed($"'{seen.Name}' is {seen.State}"),
        (WaitCondition.Completed, ResourceState.Completed or ResourceState.Exited) => ExitCode is null || seen.Exit?.ExitCode == ExitCode
            ? DependencyStatus.Met
            : DependencyStatus.Failed($"'{seen.Name}' {seen.Exit} instead of exiting with code {ExitCode}"),
        (_, ResourceState.Exited) => DependencyStatus.Failed($"'{seen.Name}' {seen.Exit}"),
        (WaitCondition.Started, ResourceState.Completed) => DependencyStatus.Met,
        (WaitCondition.Started, _) when seen.State.IsUp() => DependencyStatus.Met,
        (WaitCondition.Ready, ResourceState.Ready) => DependencyStatus.Met,
        (WaitCondition.Ready, ResourceState.Completed) => DependencyStatus.Failed($"'{seen.Name}' has completed and can never become ready; wait for it with WaitForCompletion"),
        _ => DependencyStatus.NotYet,
    };
}
