using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>What an instance waits for: something that must be true of every instance of another resource.</summary>
internal sealed record Dependency
{
    public required string Unit { get; init; }

    public required ImmutableArray<string> Instances { get; init; }

    public required WaitCondition Condition { get; init; }

    /// <summary>The exit code that completion must have; null is any.</summary>
    public int? ExitCode { get; init; }

    public bool IsOn(string instance) => Instances.Contains(instance, UnitName.Comparer);

    /// <summary>Looks whether the dependency is met.</summary>
    public DependencyStatus Look(ImmutableDictionary<string, UnitSnapshot> snapshots) =>
        DependencyStatus.Of(Instances.Select(instance => Look(snapshots[instance])));

    private DependencyStatus Look(UnitSnapshot seen) => (Condition, seen.State) switch
    {
        (_, UnitState.FailedToStart or UnitState.Skipped) => DependencyStatus.Failed($"'{seen.Name}' is {seen.State}"),
        (WaitCondition.Completed, UnitState.Completed or UnitState.Exited) => ExitCode is null || seen.Exit?.ExitCode == ExitCode
            ? DependencyStatus.Met
            : DependencyStatus.Failed($"'{seen.Name}' {seen.Exit} instead of exiting with code {ExitCode}"),
        (_, UnitState.Exited) => DependencyStatus.Failed($"'{seen.Name}' {seen.Exit}"),
        (WaitCondition.Started, UnitState.Completed) => DependencyStatus.Met,
        (WaitCondition.Started, _) when seen.State.IsUp() => DependencyStatus.Met,
        (WaitCondition.Ready, UnitState.Ready) => DependencyStatus.Met,
        (WaitCondition.Ready, UnitState.Completed) => DependencyStatus.Failed($"'{seen.Name}' has completed and can never become ready; wait for it with WaitForCompletion"),
        _ => DependencyStatus.NotYet,
    };
}
