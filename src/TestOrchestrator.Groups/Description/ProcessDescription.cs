using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;

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

    public ImmutableArray<DependencyDefinition> DependsOn { get; init; } = [];

    public RestartDefinition? Restart { get; init; }

    public StopDefinition? Stop { get; init; }

    public required LogDefinition Log { get; init; }
}
