using Npgsql;

namespace TestOrchestrator.Hosting.PostgreSQL;

/// <summary>Runs the SQL files that make the schema of a database, each once in the life of its data. Stateless.</summary>
/// <remarks>Which were run is in the database itself: its data may be in a volume, and outlive the server and the app host.</remarks>
internal static class PostgresMigrations
{
    private const string CreateHistory =
        """
        CREATE SCHEMA IF NOT EXISTS testorchestrator;
        CREATE TABLE IF NOT EXISTS testorchestrator.migrations (file text PRIMARY KEY, run_at timestamptz NOT NULL DEFAULT now())
        """;

    private const string FindInHistory = "SELECT 1 FROM testorchestrator.migrations WHERE file = $1";
    private const string AddToHistory = "INSERT INTO testorchestrator.migrations (file) VALUES ($1)";

    /// <summary>Runs the files that were not run yet, in the order of their names.</summary>
    public static async Task RunAsync(string connectionString, string directory, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = new($"{connectionString};Pooling=false");
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, CreateHistory, [], cancellationToken).ConfigureAwait(false);
            foreach (string path in Directory.EnumerateFiles(directory, "*.sql").Order(StringComparer.Ordinal))
            {
                object[] file = [Path.GetFileName(path)];
                if (await ExecuteAsync(connection, FindInHistory, file, cancellationToken).ConfigureAwait(false) is null)
                {
                    string migration = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
                    await ExecuteAsync(connection, migration, [], cancellationToken).ConfigureAwait(false);
                    await ExecuteAsync(connection, AddToHistory, file, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private static async Task<object?> ExecuteAsync(
        NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The files are the app host's own.
        NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await using (command.ConfigureAwait(false))
        {
            foreach (object value in values)
            {
                command.Parameters.Add(new() { Value = value });
            }

            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
