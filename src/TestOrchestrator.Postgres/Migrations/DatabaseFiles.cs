namespace TestOrchestrator.Postgres.Migrations;

/// <summary>Finds the SQL files of a database: those of its server, then its own.</summary>
internal static class DatabaseFiles
{
    public static SqlFiles Of(PostgresServerProvider server, PostgresDatabaseDefinition database) =>
        SqlFiles.Read(server.InitDirectories.Concat(database.MigrationDirectories));
}
