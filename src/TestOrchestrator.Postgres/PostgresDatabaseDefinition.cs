using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Postgres;

/// <summary>A database of a PostgreSQL server. Immutable.</summary>
public sealed record PostgresDatabaseDefinition
{
    /// <summary>Gets the name of its unit.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name of the database in its server.</summary>
    public required string DatabaseName { get; init; }

    /// <summary>Gets the directories whose <c>*.sql</c> files make the schema: full paths, run one after the other, each by ordinal file name.</summary>
    public ImmutableArray<string> MigrationDirectories { get; init; } = [];

    internal static DefinitionProblem Problem(string code, string unit, string message) => new() { Code = code, Unit = unit, Message = message };
}
