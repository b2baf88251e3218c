using System.Collections.Immutable;

namespace TestOrchestrator.Engine.Processes;

/// <summary>What a resource of processes runs, before the model's own arguments and variables.</summary>
internal sealed record ProcessCommand
{
    public required string Program { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Arguments that come before the model's.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Variables that the model overrides.</summary>
    public ImmutableDictionary<string, string> Defaults { get; init; } = ImmutableDictionary<string, string>.Empty;
}
