using System.Collections.Immutable;

namespace TestOrchestrator.Groups.Keeping;

/// <summary>
/// The program that keeps groups: it calls <see cref="GroupKeeper.RunAsync"/> with the directory that it is given as its last argument.
/// </summary>
/// <param name="Path">The full path of the program.</param>
/// <param name="Arguments">The arguments before the directory.</param>
public sealed record KeeperProgram(string Path, ImmutableArray<string> Arguments);
