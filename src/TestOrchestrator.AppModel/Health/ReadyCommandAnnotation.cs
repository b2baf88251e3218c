using System.Collections.Immutable;

namespace TestOrchestrator.AppModel.Health;

/// <summary>A program is ready when a command ends with the exit code 0.</summary>
public sealed record ReadyCommandAnnotation : IResourceAnnotation
{
    /// <summary>Gets the command: a name that is looked for in PATH, or a path that starts at the program's working directory.</summary>
    public required string Command { get; init; }

    /// <summary>Gets the arguments: texts and values that are known when the application runs.</summary>
    public ImmutableArray<object> Args { get; init; } = [];
}
