using System.Collections.Immutable;
using System.Net;

namespace TestOrchestrator.Engine.Definitions;

/// <summary>What a unit is started with: everything that is known only when its group runs. Immutable.</summary>
public sealed record UnitConfiguration
{
    /// <summary>Gets the configuration of a unit that needs none.</summary>
    public static UnitConfiguration Empty { get; } = new();

    /// <summary>Gets the arguments. Every user of the machine can see them: no secrets.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Gets the environment variables by name; they come on top of those of the run.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets the files that are written before each start, readable by their owner only.</summary>
    public ImmutableArray<UnitFile> Files { get; init; } = [];

    /// <summary>Gets the files that the program makes when it is ready; relative to its files directory.</summary>
    public ImmutableArray<string> ReadyFiles { get; init; } = [];

    /// <summary>Gets the commands that exit with 0 when the program is ready.</summary>
    public ImmutableArray<ReadyCommand> ReadyCommands { get; init; } = [];

    /// <summary>Gets the proxy that every connection of the program to the outside is led to.</summary>
    /// <value>Only of units with <see cref="UnitDefinition.HasTransparentProxy"/>.</value>
    public IPEndPoint? TransparentProxy { get; init; }
}

/// <summary>A file that is written for a unit before each of its starts. Immutable.</summary>
/// <param name="Path">The path below <see cref="Providers.UnitContext.FilesDirectory"/>.</param>
/// <param name="Content">The text.</param>
/// <exception cref="ArgumentException">The path leads elsewhere.</exception>
public sealed record UnitFile(string Path, string Content)
{
    /// <summary>Gets the path below <see cref="Providers.UnitContext.FilesDirectory"/>.</summary>
    public string Path { get; } = Below(Path);

    private static string Below(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return System.IO.Path.IsPathRooted(path) || path.Split('/', '\\').Any(name => name is "" or "." or "..")
            ? throw new ArgumentException($"'{path}' is no path below the unit's directory. Give one such as 'nginx.conf'.", nameof(path))
            : path;
    }
}

/// <summary>
/// A command that exits with 0 when a unit is ready. It runs as the unit's user, in its directory and environment. Immutable.
/// </summary>
/// <param name="Command">A program in PATH, or a path from the unit's working directory.</param>
/// <param name="Arguments">The arguments.</param>
public sealed record ReadyCommand(string Command, ImmutableArray<string> Arguments);
