using System.Collections.Immutable;

namespace TestOrchestrator.Groups.Description;

/// <summary>What a group file says. Immutable.</summary>
internal sealed record GroupDescription
{
    /// <summary>The name of the file in its directory.</summary>
    public const string FileName = "group.toml";

    public required string Name { get; init; }

    public required ImmutableArray<ParameterDescription> Parameters { get; init; }

    public required ImmutableArray<ProcessDescription> Processes { get; init; }
}
