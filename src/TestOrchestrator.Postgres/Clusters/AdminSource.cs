using Npgsql;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>Makes connections for statements without parameters and results: the types of each new database need not be asked for.</summary>
internal static class AdminSource
{
    public static NpgsqlDataSource Create(string connectionString)
    {
        NpgsqlDataSourceBuilder builder = new(connectionString);
        builder.ConfigureTypeLoading(options => options.EnableTypeLoading(false));
        return builder.Build();
    }

    /// <summary>Opens one connection, does something with it, and closes it.</summary>
    public static async Task UseAsync(string connectionString, Func<NpgsqlConnection, Task> use)
    {
        NpgsqlDataSource source = Create(connectionString);
        await using (source.ConfigureAwait(false))
        {
            NpgsqlConnection connection = await source.OpenConnectionAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await use(connection).ConfigureAwait(false);
            }
        }
    }
}
