using Npgsql;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Postgres.Tests.Kit;

namespace TestOrchestrator.Postgres.Tests.Databases;

/// <summary>Runs SQL as an application would: through its connection string, each time on a connection of its own.</summary>
internal static class Sql
{
    public static async Task<NpgsqlConnection> OpenAsync(RunningApplication app, string unit, Action<NpgsqlConnectionStringBuilder>? change = null)
    {
        NpgsqlConnectionStringBuilder builder = new(app.ConnectionString(unit)) { Pooling = false };
        change?.Invoke(builder);
        NpgsqlConnection connection = new(builder.ConnectionString);
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public static async Task<object?> ScalarAsync(RunningApplication app, string unit, string sql, Action<NpgsqlConnectionStringBuilder>? change = null)
    {
        await using NpgsqlConnection connection = await OpenAsync(app, unit, change);
        return await connection.ScalarAsync(sql);
    }

    public static async Task<object?> ScalarAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken = default)
    {
        await using NpgsqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellationToken) switch
        {
            DBNull => null,
            object value => value,
            null => null,
        };
    }
}
