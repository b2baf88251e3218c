using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Kit;

/// <summary>A database of a group that is being described. Not thread-safe.</summary>
internal sealed class TestDatabase(TestServer server, TestUnit unit, PostgresDatabaseDefinition database)
{
    private PostgresDatabaseDefinition _database = database;

    public TestUnit Unit { get; } = unit;

    public TestDatabase WithMigrations(string directory)
    {
        PostgresDatabaseDefinition changed = _database with { MigrationDirectories = _database.MigrationDirectories.Add(directory) };
        server.With(p => p with { Databases = p.Databases.Replace(_database, changed) });
        Unit.With(u => u with { Provider = (PostgresDatabaseProvider)u.Provider with { Database = changed } });
        _database = changed;
        return this;
    }
}
