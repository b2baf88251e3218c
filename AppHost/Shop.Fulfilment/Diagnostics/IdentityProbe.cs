using System.Net;
using Npgsql;

namespace Shop.Fulfilment.Diagnostics;

internal sealed class IdentityProbe(NpgsqlDataSource database, IConfiguration configuration, IHostEnvironment environment)
{
    public async Task<Identity> AskAsync(ConnectionInfo connection, CancellationToken cancellationToken) => new()
    {
        Service = environment.ApplicationName,
        ProcessId = Environment.ProcessId,
        Listening = new IPEndPoint(connection.LocalIpAddress ?? IPAddress.None, connection.LocalPort).ToString(),
        HttpsProxy = configuration["HTTPS_PROXY"],
        Postgres = await AskPostgresAsync(cancellationToken),
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
}
