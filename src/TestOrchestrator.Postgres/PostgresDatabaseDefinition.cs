using System.Collections.Immutable;

namespace TestOrchestrator.Postgres;

/// <summary>A database of a PostgreSQL server. Immutable.</summary>
public sealed record PostgresDatabaseDefinition
{
    /// <summary>Gets the name of its unit.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name of the database in its server.</summary>
    public required string DatabaseName { get; init; }

    /// <summary>Gets the directories whose <c>*.sql</c> files make the schema: full paths.</summary>
    /// <value>The default is none. They are run one after the other, and the files of each by ordinal name.</value>
    public ImmutableArray<string> MigrationDirectories { get; init; } = [];
}
