using Npgsql;
using TestOrchestrator.Postgres.Migrations;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>Statements about whole databases and users, which PostgreSQL takes no parameters for: names are quoted.</summary>
internal static class Databases
{
    // STRATEGY file_copy came with PostgreSQL 15; before, it was the only way.
    private static readonly Version s_strategies = new(15, 0);

    public static async Task CreateUserAsync(ServerProcess server, string userName)
    {
        if (userName != "postgres")
        {
            await ExecuteAsync(server.AdminConnectionString(), $"CREATE ROLE {Quote(userName)} SUPERUSER LOGIN").ConfigureAwait(false);
        }
    }

    public static async Task CreateAsync(ServerProcess server, string database, string owner, SqlFiles files)
    {
        await ExecuteAsync(server.AdminConnectionString(), $"CREATE DATABASE {Quote(database)} OWNER {Quote(owner)} TEMPLATE template0").ConfigureAwait(false);
        if (files.Files.Length > 0)
        {
            // As the user that the applications have: what it makes must be its own.
            NpgsqlConnectionStringBuilder asOwner = new(server.AdminConnectionString(database)) { Username = owner };
            await AdminSource.UseAsync(asOwner.ConnectionString, connection => MigrationRunner.RunAsync(connection, files, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    /// <summary>Copies a database by copying its files: with nothing flushed three times quicker than through the log.</summary>
    public static async Task CloneAsync(NpgsqlDataSource admin, string template, string clone)
    {
        NpgsqlConnection connection = await admin.OpenConnectionAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            string strategy = connection.PostgreSqlVersion >= s_strategies ? " STRATEGY file_copy" : "";
            await ExecuteAsync(connection, $"CREATE DATABASE {Quote(clone)} TEMPLATE {Quote(template)}{strategy}").ConfigureAwait(false);
        }
    }

    public static async Task DropAsync(NpgsqlDataSource admin, string database)
    {
        NpgsqlConnection connection = await admin.OpenConnectionAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {Quote(database)} WITH (FORCE)").ConfigureAwait(false);
        }
    }

    public static async Task RenameAsync(ServerProcess server, string database, string name) =>
        await ExecuteAsync(server.AdminConnectionString(), $"ALTER DATABASE {Quote(database)} RENAME TO {Quote(name)}").ConfigureAwait(false);

    public static async Task SetPasswordAsync(ServerProcess server, string userName, string verifier) =>
        await ExecuteAsync(server.AdminConnectionString(), $"ALTER ROLE {Quote(userName)} PASSWORD '{verifier}'").ConfigureAwait(false);

    private static Task ExecuteAsync(string connectionString, string statement) =>
        AdminSource.UseAsync(connectionString, connection => ExecuteAsync(connection, statement));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement)
    {
#pragma warning disable CA2100 // Names are quoted; there is no other way to say them.
        NpgsqlCommand command = new(statement, connection);
#pragma warning restore CA2100
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
