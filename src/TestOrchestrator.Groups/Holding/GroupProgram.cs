using System.Collections.Immutable;

namespace TestOrchestrator.Groups.Holding;

/// <summary>A program that is the only process of a group. Nothing in its texts is read as an expression. Immutable.</summary>
public sealed record GroupProgram
{
    /// <summary>Gets the name of the process, and of the group if <see cref="GroupOptions.Name"/> gives none.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the program: a name in PATH, or a path from the working directory.</summary>
    public required string Command { get; init; }

    /// <summary>Gets the working directory, a full path.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Gets the arguments. Every user of the machine can see them: no secrets.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Gets how long the program may take to end before it is killed.</summary>
    /// <value>The default is null: the limit of every process.</value>
    public TimeSpan? StopGrace { get; init; }

    /// <summary>Gets the environment variables by name; they come on top of those of the run.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;
}
