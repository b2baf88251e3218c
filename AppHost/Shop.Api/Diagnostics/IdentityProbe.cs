using System.Net;
using Npgsql;
using Shop.Api.Redis;

namespace Shop.Api.Diagnostics;

internal sealed class IdentityProbe(NpgsqlDataSource database, RedisClient redis, IConfiguration configuration, IHostEnvironment environment)
{
    public async Task<Identity> AskAsync(ConnectionInfo connection, CancellationToken cancellationToken) => new()
    {
        Service = environment.ApplicationName,
        ProcessId = Environment.ProcessId,
        Listening = new IPEndPoint(connection.LocalIpAddress ?? IPAddress.None, connection.LocalPort).ToString(),
        HttpsProxy = configuration["HTTPS_PROXY"],
        Postgres = await AskPostgresAsync(cancellationToken),
        Redis = await AskRedisAsync(cancellationToken),
    };

    private async Task<PostgresIdentity> AskPostgresAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnectionStringBuilder settings = new(database.ConnectionString);
        await using NpgsqlCommand command = database.CreateCommand(
            """
            SELECT datname, pg_database.oid, host(inet_server_addr()), inet_server_port(), installation.id
            FROM pg_database, installation WHERE datname = current_database()
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new()
        {
            Host = settings.Host ?? "",
            Port = settings.Port,
            Database = reader.GetString(0),
            DatabaseOid = reader.GetFieldValue<uint>(1),
            ServerAddress = reader[2] as string,
            ServerPort = reader.GetFieldValue<int?>(3),
            InstallationId = reader.GetGuid(4),
        };
    }

    private async Task<RedisIdentity> AskRedisAsync(CancellationToken cancellationToken)
    {
        const string RunId = "run_id:";

        string info = await redis.ServerInfoAsync(cancellationToken);
        string line = info.Split("\r\n").Single(line => line.StartsWith(RunId, StringComparison.Ordinal));
        return new(redis.Address.ToString(), line[RunId.Length..]);
    }
}
