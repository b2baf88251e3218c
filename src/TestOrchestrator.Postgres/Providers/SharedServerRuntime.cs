using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Gateway;
using TestOrchestrator.Postgres.Migrations;
using TestOrchestrator.Postgres.Sharing;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>
/// Realises a server as a gateway to the shared one, and its databases as copies of templates. Stopping it closes the gateway; the
/// databases stay.
/// </summary>
internal sealed class SharedServerRuntime : IServerRuntime
{
    private readonly UnitContext _context;
    private readonly PostgresServerProvider _provider;
    private readonly ApplicationDatabases _databases;
    private readonly ConcurrentDictionary<string, DatabasePool> _copies = new(StringComparer.Ordinal);
    private ServerSetup? _setup;
    private bool _isKept;

    public SharedServerRuntime(UnitContext context, PostgresServerProvider provider)
    {
        _context = context;
        _provider = provider;
        _databases = new(
            database => Server.ExistsAsync(database),
            () => Server.NewDatabaseName(),
            [.. provider.Databases.Select(d => d.DatabaseName)]);

        // Tools and health checks connect to it to ask for nothing in particular.
        _databases.Add(ServerProcess.MaintenanceDatabase, ServerProcess.MaintenanceDatabase);
    }

    private SharedServer Server => SharedServer.Of(_context.Run);

    public async Task PrepareAsync(ServerSetup setup, CancellationToken cancellationToken)
    {
        await Server.GetProcessAsync(cancellationToken).ConfigureAwait(false);
        foreach (PostgresDatabaseDefinition database in DefaultDatabaseOf(setup))
        {
            await PrepareDatabaseAsync(setup, database, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<IUnitInstance> StartAsync(ServerSetup setup, CancellationToken cancellationToken)
    {
        await Server.EnsureUserAsync(setup.UserName, cancellationToken).ConfigureAwait(false);
        _setup ??= setup;
        foreach (PostgresDatabaseDefinition database in DefaultDatabaseOf(_setup))
        {
            await StartDatabaseAsync(database, cancellationToken).ConfigureAwait(false);
        }

        ServerProcess server = await Server.GetProcessAsync(cancellationToken).ConfigureAwait(false);
        GatewayAccount account = new() { UserName = setup.UserName, Password = setup.TrustsClients ? null : setup.Password };
        PostgresGateway gateway = OpenGateway(account, server.SocketPath);
        return new GatewayInstance(gateway, server.Process.Exited, Explain);
    }

    public async Task KeepAsync(string directory)
    {
        _isKept = true;
        KeptCluster kept = new() { DataDirectory = Server.Keep(), Databases = await _databases.OfServerAsync().ConfigureAwait(false) };
        kept.Write(directory);
    }

    public Task PrepareDatabaseAsync(ServerSetup setup, PostgresDatabaseDefinition database, CancellationToken cancellationToken) =>
        PoolOf(setup, database).PrepareAsync(cancellationToken);

    public async Task StartDatabaseAsync(PostgresDatabaseDefinition database, CancellationToken cancellationToken)
    {
        if (_databases.ServerNameOf(database.DatabaseName) is null)
        {
            DatabasePool pool = PoolOf(_setup!, database);
            string copy = await pool.TakeAsync(cancellationToken).ConfigureAwait(false);
            _copies[copy] = pool;
            _databases.Add(database.DatabaseName, copy);
        }
    }

    public Task OpenDatabaseAsync(PostgresDatabaseDefinition database) =>
        _databases.ServerNameOf(database.DatabaseName) is { } copy ? Server.OpenAsync(copy) : Task.CompletedTask;

    public Task CloseDatabaseAsync(PostgresDatabaseDefinition database) =>
        _databases.ServerNameOf(database.DatabaseName) is { } copy ? Server.CloseAsync(copy) : Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        if (!_isKept)
        {
            foreach ((string copy, DatabasePool pool) in _copies)
            {
                pool.Return(copy);
            }

            foreach (string created in _databases.Created)
            {
                Server.DropInBackground(created);
            }
        }

        return ValueTask.CompletedTask;
    }

    private DatabasePool PoolOf(ServerSetup setup, PostgresDatabaseDefinition database) =>
        Server.PoolOf(setup.UserName, DatabaseFiles.Of(_provider, database));

    // One that has a unit is made when that starts.
    private IEnumerable<PostgresDatabaseDefinition> DefaultDatabaseOf(ServerSetup setup) =>
        _provider.DatabasesWith(setup.DefaultDatabase).Except(_provider.Databases);

    private PostgresGateway OpenGateway(GatewayAccount account, string socketPath)
    {
        IPEndPoint address = _context.GetEndpoint(_provider.EndpointName).Address;
        try
        {
            return new(address, account, socketPath, _databases, _context.Run.Options.TimeProvider);
        }
        catch (SocketException e)
        {
            throw new EngineException("TO1605", $"The gateway could not be opened at {address}: {e.Message}.", e);
        }
    }

    private void Explain(ProcessExit exit) =>
        _context.Note($"The server that all applications of this run share {exit}. {LogTail.Quote(Server.LogFile)}");
}
