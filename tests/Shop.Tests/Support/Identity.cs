using Npgsql;

namespace Shop.Tests.Support;

/// <summary>What an application has for itself, as its servers say.</summary>
internal sealed record Identity
{
    /// <summary>Gets what tells the database from all others: its oid, the identifier of its server's data, and its address.</summary>
    /// <remarks>The address is empty where a server takes no connections by network.</remarks>
    public required string Database { get; init; }

    public required string DatabaseAddress { get; init; }

    /// <summary>Gets the id that a Redis server gives itself when it starts.</summary>
    public required string RedisRunId { get; init; }

    public required string RedisAddress { get; init; }

    public required string Proxy { get; init; }

    public required string Api { get; init; }

    public static async Task<Identity> AskAsync(TestApp app)
    {
        NpgsqlConnectionStringBuilder settings = new(await app.GetConnectionStringAsync("orders")) { Pooling = false };
        return new()
        {
            Database = await AskDatabaseAsync(settings),
            DatabaseAddress = $"{settings.Host}:{settings.Port}",
            RedisRunId = await AskRedisAsync(app),
            RedisAddress = (await app.GetConnectionStringAsync("cache")).Split(',')[0],
            Proxy = app.GetEndpoint("proxy").Authority,
            Api = app.GetEndpoint("api").Authority,
        };
    }

    private static async Task<string> AskDatabaseAsync(NpgsqlConnectionStringBuilder settings)
    {
        await using NpgsqlConnection database = new(settings.ConnectionString);
        await database.OpenAsync();
        await using NpgsqlCommand command = new(
            """
            SELECT format('%s of %s at %s:%s', oid, system_identifier, host(inet_server_addr()), inet_server_port())
            FROM pg_database, pg_control_system() WHERE datname = current_database()
            """,
            database);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> AskRedisAsync(TestApp app)
    {
        const string RunId = "run_id:";

        string[] info = (await RedisConsole.SendAsync(app, "INFO server"))!.Split("\r\n");
        return info.Single(line => line.StartsWith(RunId, StringComparison.Ordinal))[RunId.Length..];
    }
}
