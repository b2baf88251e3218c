using System.Collections.Immutable;
using TestOrchestrator.AppModel.Logs;
using TestOrchestrator.AppModel.Restarts;
using TestOrchestrator.AppModel.Stopping;

namespace TestOrchestrator.Groups.Description;

/// <summary>A process of a group.</summary>
internal sealed record ProcessDescription
{
    public required string Name { get; init; }

    public required string Command { get; init; }

    public ImmutableArray<SourceText> Args { get; init; } = [];

    public ImmutableArray<KeyValuePair<string, SourceText>> Environment { get; init; } = [];

    /// <summary>Where it starts; null for its own directory in the group. A relative one starts there, too.</summary>
    public string? WorkingDirectory { get; init; }

    public string? User { get; init; }

    /// <summary>Paths below the directory of the group file, which are the same below the process's own directory.</summary>
    public ImmutableArray<string> Templates { get; init; } = [];

    public ImmutableArray<PortDescription> Ports { get; init; } = [];

    public ReadyDescription Ready { get; init; } = new();

    public ImmutableArray<DependencyDescription> DependsOn { get; init; } = [];

    public RestartAnnotation? Restart { get; init; }

    public StopAnnotation? Stop { get; init; }

    public required LogAnnotation Log { get; init; }
}
