using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Engine.Applications;

/// <summary>One instance of a unit that is to run: the unit itself, or one of its replicas. Immutable.</summary>
internal sealed record PlannedUnit
{
    public required UnitDefinition Unit { get; init; }

    /// <summary>Gets which replica it is, from 0.</summary>
    public required int Replica { get; init; }

    public required Lane Lane { get; init; }

    /// <summary>Gets whether it starts with its group.</summary>
    public required bool StartsByItself { get; init; }

    public ImmutableArray<Dependency> Dependencies { get; init; } = [];

    /// <summary>Gets the exit codes that others wait for: null for any.</summary>
    public ImmutableArray<int?> AwaitedCodes { get; init; } = [];

    public string Name => Unit.NameOf(Replica);

    public bool HasEndpoints => !Unit.Endpoints.IsEmpty;

    public bool IsAwaited(ProcessExit exit) => AwaitedCodes.Any(code => code is null || code == exit.ExitCode) || (exit.ExitCode is { } ended && Unit.ExpectedExitCodes.Contains(ended));
}
