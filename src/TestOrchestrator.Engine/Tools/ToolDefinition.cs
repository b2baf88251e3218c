using System.Collections.Immutable;

namespace TestOrchestrator.Engine.Tools;

/// <summary>
/// A set of programs that resources need and this product does not bring: what they are called and where they come from. Immutable.
/// </summary>
public sealed record ToolDefinition
{
    /// <summary>Gets the name, which also names the directory in the cache, such as <c>redis</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the environment variable that names the directory of the programs, before anything is looked for.</summary>
    public required string Variable { get; init; }

    /// <summary>Gets the programs, which must all be in one directory.</summary>
    public required ImmutableArray<string> Programs { get; init; }

    /// <summary>
    /// Gets the usual directories, in which a star stands for any name, as in <c>/usr/lib/postgresql/*/bin</c>; the greatest name wins.
    /// </summary>
    public ImmutableArray<string> Directories { get; init; } = [];

    /// <summary>Gets the packages of the npm client, by the runtime identifier of .NET.</summary>
    /// <value>The default is none.</value>
    public ImmutableDictionary<string, NpmPackage> NpmPackages { get; init; } = ImmutableDictionary<string, NpmPackage>.Empty;

    /// <summary>Gets the package of the apt client.</summary>
    /// <value>The default is null: none.</value>
    public string? AptPackage { get; init; }

    /// <summary>Gets the commands that install the programs, for a person to copy.</summary>
    public required string Help { get; init; }
}
