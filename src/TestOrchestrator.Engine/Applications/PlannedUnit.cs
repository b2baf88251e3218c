using System.Collections.Immutable;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Processes;
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

    /// <summary>Whether it listens: such a program is there to stay.</summary>
    public bool HasEndpoints => Unit.Resource.Annotations.OfType<EndpointAnnotation>().Any();

    public ImmutableArray<Dependency> Dependencies { get; init; } = [];

    /// <summary>The exit codes that others wait for it to end with; null among them is any end.</summary>
    public ImmutableArray<int?> AwaitedCodes { get; init; } = [];

    /// <summary>Tells whether others wait for it to end in just this way.</summary>
    public bool IsAwaited(ProcessExit exit) => AwaitedCodes.Any(code => code is null || code == exit.ExitCode);
}
