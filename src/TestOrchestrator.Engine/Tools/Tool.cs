using System.Collections.Immutable;
using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Engine.Tools;

/// <summary>Programs that were found or fetched. Immutable.</summary>
public sealed record Tool
{
    /// <summary>Gets the directory that has the programs.</summary>
    public required string Directory { get; init; }

    /// <summary>Gets where they come from, for people: <c>installed</c>, <c>npm</c> or <c>apt</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Gets the directories of the libraries that came with them, separated by colons.</summary>
    /// <value>Null if they find their libraries themselves.</value>
    public string? LibraryPath { get; init; }

    /// <summary>Makes the start of one of the programs.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="workingDirectory">Where it starts.</param>
    /// <param name="outputFile">Where its output goes.</param>
    /// <returns>The start, with the variables that the program needs.</returns>
    public ProcessStart Start(string program, ImmutableArray<string> arguments, string workingDirectory, string outputFile) => new()
    {
        Program = Path.Combine(Directory, program),
        Arguments = arguments,
        WorkingDirectory = workingDirectory,
        OutputFile = outputFile,
        Environment = LibraryPath is null ? ImmutableDictionary<string, string>.Empty : ImmutableDictionary<string, string>.Empty.Add("LD_LIBRARY_PATH", LibraryPath),
    };
}
