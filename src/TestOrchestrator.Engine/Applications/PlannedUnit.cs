using System.Collections.Immutable;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Applications;

/// <summary>One instance that is to run.</summary>
internal sealed record PlannedUnit
{
    public required ResourceUnit Unit { get; init; }

    public required Lane Lane { get; init; }

    public required IResourceProvider Provider { get; init; }

    /// <summary>Whether it starts with the application, as opposed to when somebody asks.</summary>
    public required bool StartsByItself { get; init; }

    public ImmutableArray<Dependency> Dependencies { get; init; } = [];

    /// <summary>The exit codes that others wait for it to end with.</summary>
    public ImmutableArray<int> AwaitedCodes { get; init; } = [];
}
