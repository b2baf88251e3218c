using TestOrchestrator.Postgres.Migrations;
using TestOrchestrator.Postgres.Resources;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>Finds the SQL files of a database: those of its server, then its own.</summary>
internal static class Files
{
    public static SqlFiles Of(PostgresDatabaseResource database) => SqlFiles.Read(
        database.Server.Annotations.OfType<InitFilesAnnotation>().Select(a => a.Directory)
            .Concat(database.Annotations.OfType<MigrationsAnnotation>().Select(a => a.Directory)));
}
