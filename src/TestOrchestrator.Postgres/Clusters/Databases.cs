using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Postgres.Migrations;
using TestOrchestrator.Postgres.Sessions;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>Statements about whole databases and users, which PostgreSQL takes no parameters for: names are quoted.</summary>
internal static class Databases
{
    // STRATEGY file_copy came with PostgreSQL 15; before, it was the only way.
    private const int VersionWithStrategies = 15;

    // PostgreSQL's manual, "PostgreSQL Error Codes": there is no such database.
    private const string InvalidCatalogName = "3D000";

    /// <summary>Gets whether every server has a database of this name.</summary>
    public static bool IsStandard(string name) => name is ServerProcess.MaintenanceDatabase or "template0" or "template1";

    /// <summary>Writes a name as it stands in a statement.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Writes a text as it stands in a statement.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public static async Task CreateUserAsync(ServerSession admin, string userName)
    {
        if (userName != ServerProcess.Superuser)
        {
            await ExecuteAsync(admin, $"make the user '{userName}'", $"CREATE ROLE {Quote(userName)} SUPERUSER LOGIN").ConfigureAwait(false);
        }
    }

    public static async Task CreateAsync(ServerProcess server, ServerSession admin, string database, string owner, SqlFiles files)
    {
        await ExecuteAsync(admin, $"make the database '{database}'", $"CREATE DATABASE {Quote(database)} OWNER {Quote(owner)} TEMPLATE template0").ConfigureAwait(false);
        if (files.Files.Length > 0)
        {
            // As the user that the applications have: what it makes must be its own.
            using ServerSession session = await server.OpenSessionAsync(database, owner).ConfigureAwait(false);
            await MigrationRunner.RunAsync(session, files, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Copies a database by copying its files: with nothing flushed three times quicker than through the log.</summary>
    public static Task CloneAsync(ServerSession admin, string template, string clone, string owner)
    {
        string strategy = admin.MajorVersion >= VersionWithStrategies ? " STRATEGY file_copy" : "";
        return ExecuteAsync(admin, $"copy the database '{template}'", $"CREATE DATABASE {Quote(clone)} OWNER {Quote(owner)} TEMPLATE {Quote(template)}{strategy}");
    }

    public static Task DropAsync(ServerSession admin, string database) =>
        ExecuteAsync(admin, $"drop the database '{database}'", $"DROP DATABASE IF EXISTS {Quote(database)} WITH (FORCE)");

    public static Task<bool> ExistsAsync(ServerSession admin, string database) =>
        TryExecuteAsync(admin, $"look for the database '{database}'", $"SELECT has_database_privilege({Literal(database)}, 'CONNECT')");

    /// <summary>Lets no client into a database any more, and ends its sessions. Does nothing if the application has dropped it.</summary>
    public static async Task CloseAsync(ServerSession admin, string database)
    {
        string close = $"ALTER DATABASE {Quote(database)} ALLOW_CONNECTIONS false";
        if (await TryExecuteAsync(admin, $"close the database '{database}'", close).ConfigureAwait(false))
        {
            string end = $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {Literal(database)}";
            await ExecuteAsync(admin, $"end the sessions of the database '{database}'", end).ConfigureAwait(false);
        }
    }

    /// <summary>Lets clients into a database again. Does nothing if the application has dropped it.</summary>
    public static Task OpenAsync(ServerSession admin, string database) =>
        TryExecuteAsync(admin, $"open the database '{database}'", $"ALTER DATABASE {Quote(database)} ALLOW_CONNECTIONS true");

    public static Task RenameAsync(ServerSession admin, string database, string name) =>
        ExecuteAsync(admin, $"rename the database '{database}'", $"ALTER DATABASE {Quote(database)} RENAME TO {Quote(name)}");

    public static Task SetPasswordAsync(ServerSession admin, string userName, string verifier) =>
        ExecuteAsync(admin, $"set the password of '{userName}'", $"ALTER ROLE {Quote(userName)} PASSWORD '{verifier}'");

    private static async Task ExecuteAsync(ServerSession admin, string what, string statement)
    {
        try
        {
            await admin.ExecuteAsync(statement, CancellationToken.None).ConfigureAwait(false);
        }
        catch (SqlException e)
        {
            throw new EngineException("TO1607", $"PostgreSQL could not {what}: {e.Message}", e);
        }
    }

    /// <returns>Whether the database is there.</returns>
    private static async Task<bool> TryExecuteAsync(ServerSession admin, string what, string statement)
    {
        try
        {
            await ExecuteAsync(admin, what, statement).ConfigureAwait(false);
            return true;
        }
        catch (EngineException e) when (e.InnerException is SqlException { SqlState: InvalidCatalogName })
        {
            return false;
        }
    }
}
