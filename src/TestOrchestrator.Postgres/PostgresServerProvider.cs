using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres.Migrations;
using TestOrchestrator.Postgres.Providers;

namespace TestOrchestrator.Postgres;

/// <summary>
/// Runs a PostgreSQL server from the variables and arguments of the image <c>postgres</c>: in the lane fast a gateway to the server that
/// all applications of a run share, in the lane real, and wherever the server has settings, a server of the application's own. Immutable.
/// </summary>
/// <remarks>
/// Of the variables it reads POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB and POSTGRES_HOST_AUTH_METHOD; an argument must be a setting.
/// </remarks>
public sealed record PostgresServerProvider : IUnitProvider
{
    /// <summary>Gets the name of the endpoint that the server listens on.</summary>
    public string EndpointName { get; init; } = "tcp";

    /// <summary>Gets the directories whose <c>*.sql</c> files are run in each database before its migrations: full paths.</summary>
    /// <remarks>
    /// A container runs them in its default database; here, where servers are shared, that is each database of the application.
    /// </remarks>
    public ImmutableArray<string> InitDirectories { get; init; } = [];

    /// <summary>Gets the databases, each of which needs a unit: <see cref="CreateDatabaseUnits"/>.</summary>
    public ImmutableArray<PostgresDatabaseDefinition> Databases { get; init; } = [];

    /// <summary>Gets the version that the application would have of PostgreSQL, such as <c>18.3</c>.</summary>
    /// <value>The default is null: any. Only the first number counts.</value>
    public string? RequestedVersion { get; init; }

    /// <summary>Gets whether a server of another version does not start.</summary>
    /// <value>The default is false: the difference is noted.</value>
    public bool StrictVersion { get; init; }

    /// <summary>Makes the units of the databases.</summary>
    /// <param name="serverUnit">The name of the unit that has this provider.</param>
    /// <returns>The units, in the order of <see cref="Databases"/>.</returns>
    public IEnumerable<UnitDefinition> CreateDatabaseUnits(string serverUnit)
    {
        ArgumentNullException.ThrowIfNull(serverUnit);
        return Databases.Select(database => new UnitDefinition
        {
            Name = database.Name,
            Kind = "PostgresDatabase",
            Provider = new PostgresDatabaseProvider { Server = serverUnit, Database = database },
            DependsOn = [new() { Unit = serverUnit }],
        });
    }

    /// <inheritdoc/>
    public IEnumerable<DefinitionProblem> Problems(UnitDefinition unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return InitDirectories.SelectMany(d => SqlFiles.Problems(d, "init files", unit.Name)).Concat(Duplicates(unit.Name));
    }

    /// <inheritdoc/>
    public IUnitRuntime Create(UnitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ServerRuntime(context, this);
    }

    /// <summary>Gets all databases, with the one that a server always has, unless that is one of every server.</summary>
    internal IEnumerable<PostgresDatabaseDefinition> DatabasesWith(string defaultDatabase) =>
        Clusters.Databases.IsStandard(defaultDatabase) || Databases.Any(d => d.DatabaseName == defaultDatabase)
            ? Databases
            : Databases.Prepend(new() { Name = defaultDatabase, DatabaseName = defaultDatabase });

    private IEnumerable<DefinitionProblem> Duplicates(string server) =>
        from one in Databases
        from other in Databases
        where string.CompareOrdinal(other.Name, one.Name) > 0 && other.DatabaseName == one.DatabaseName
        select new DefinitionProblem
        {
            Code = "TO1153",
            Unit = one.Name,
            Message = $"'{one.Name}' and '{other.Name}' are both the database '{one.DatabaseName}' of '{server}'. "
                + "Give each a name of its own, or use one for both.",
        };
}
