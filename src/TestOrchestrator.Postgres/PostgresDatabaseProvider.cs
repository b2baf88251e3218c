using System.Text;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Migrations;
using TestOrchestrator.Postgres.Providers;

namespace TestOrchestrator.Postgres;

/// <summary>Runs a database where its server is, whatever lane it is pinned to itself. Immutable.</summary>
public sealed record PostgresDatabaseProvider : IUnitProvider
{
    // NAMEDATALEN - 1 of PostgreSQL as it is built by everybody.
    private const int MaxNameBytes = 63;

    /// <summary>Gets the name of its server's unit, which has the database in <see cref="PostgresServerProvider.Databases"/>.</summary>
    public required string Server { get; init; }

    /// <summary>Gets the database.</summary>
    public required PostgresDatabaseDefinition Database { get; init; }

    /// <inheritdoc/>
    public IEnumerable<DefinitionProblem> Problems(UnitDefinition unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        string name = Database.DatabaseName;
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > MaxNameBytes || name.Contains('\0', StringComparison.Ordinal))
        {
            string message = $"'{name}' cannot be the name of the database '{unit.Name}': PostgreSQL takes 1 to {MaxNameBytes} bytes.";
            yield return new() { Code = "TO1151", Unit = unit.Name, Message = message };
        }

        if (Databases.IsStandard(name))
        {
            string message = $"'{name}' cannot be the name of the database '{unit.Name}': every server has one of that name. "
                + $"Give another: AddDatabase(\"{unit.Name}\", databaseName: …).";
            yield return new() { Code = "TO1152", Unit = unit.Name, Message = message };
        }

        foreach (DefinitionProblem problem in Database.MigrationDirectories.SelectMany(d => SqlFiles.Problems(d, "migrations", unit.Name)))
        {
            yield return problem;
        }
    }

    /// <inheritdoc/>
    public IUnitRuntime Create(UnitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new DatabaseRuntime(context, this);
    }
}
