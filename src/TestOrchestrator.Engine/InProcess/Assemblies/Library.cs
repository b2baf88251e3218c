using System.Collections.Immutable;

namespace TestOrchestrator.Engine.InProcess.Assemblies;

/// <summary>One library of a program's <c>.deps.json</c>.</summary>
internal sealed record Library
{
    /// <summary>Name and version, as in <c>Npgsql/10.0.0</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name alone.</summary>
    public string Name => Id.Split('/')[0];

    /// <summary>Whether it is a package, which instances of services can share, as opposed to a project of the user.</summary>
    public required bool IsPackage { get; init; }

    /// <summary>What tells two packages of the same name and version apart.</summary>
    public required string Hash { get; init; }

    /// <summary>The simple names of its assemblies.</summary>
    public required ImmutableArray<string> Assemblies { get; init; }

    /// <summary>The ids of the libraries that it depends on.</summary>
    public required ImmutableArray<string> Dependencies { get; init; }
}
