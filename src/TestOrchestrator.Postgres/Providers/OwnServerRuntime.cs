using System.Collections.Immutable;
using System.Net.Sockets;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Migrations;
using TestOrchestrator.Postgres.Sessions;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>
/// Realises a server as a process of the application's own, with its databases made and migrated in the directory that it starts on.
/// </summary>
internal sealed class OwnServerRuntime(UnitContext context, PostgresServerProvider provider) : IServerRuntime
{
    private readonly string _data = Path.Combine(context.StateDirectory, context.Name);
    private ClusterSpec? _written;
    private ServerProcess? _process;

    public Task PrepareAsync(ServerSetup setup, CancellationToken cancellationToken) =>
        _written is null ? ClusterImages.Of(context.Run).GetAsync(SpecOf(setup), cancellationToken) : Task.CompletedTask;

    public async Task<IUnitInstance> StartAsync(ServerSetup setup, CancellationToken cancellationToken)
    {
        KeptCluster? kept = null;
        if (_written is null)
        {
            ClusterSpec spec = SpecOf(setup);
            kept = await WriteDataAsync(spec, cancellationToken).ConfigureAwait(false);
            _written = spec;
        }

        ClientAuthentication.Write(_data, setup.TrustsClients);
        ServerStart start = new()
        {
            DataDirectory = _data,
            LogFile = context.LogFile,
            Settings = ServerSettings.OwnWith(setup.Settings),
            Listen = context.GetEndpoint(provider.EndpointName).Address,
        };
        ServerProcess process = await ServerProcess.StartAsync(context.Run, start, cancellationToken).ConfigureAwait(false);
        _process = process;
        return new OwnServerInstance(process, admin => SetUpAsync(admin, _written, kept, setup.Password));
    }

    public Task KeepAsync(string directory)
    {
        string data = Path.Combine(directory, "data");
        new KeptCluster { DataDirectory = data, Databases = ImmutableDictionary<string, string>.Empty }.Write(directory);
        return Task.Run(() => DataDirectory.Copy(_data, data));
    }

    // They are made with the directory.
    public Task PrepareDatabaseAsync(ServerSetup setup, PostgresDatabaseDefinition database, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task StartDatabaseAsync(PostgresDatabaseDefinition database, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task OpenDatabaseAsync(PostgresDatabaseDefinition database) =>
        UseAdminAsync(admin => Databases.OpenAsync(admin, database.DatabaseName));

    public Task CloseDatabaseAsync(PostgresDatabaseDefinition database) =>
        UseAdminAsync(admin => Databases.CloseAsync(admin, database.DatabaseName));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Does something with a session of the superuser, if the server runs and is not being stopped.</summary>
    private async Task UseAdminAsync(Func<ServerSession, Task> use)
    {
        if (_process is not { } running)
        {
            return;
        }

        try
        {
            using ServerSession admin = await running.OpenSessionAsync().ConfigureAwait(false);
            await use(admin).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or IOException or SqlException { SqlState: "57P01" or "57P03" } or EngineException { InnerException: SqlException { SqlState: "57P01" or "57P03" } })
        {
            // 57P01, 57P03: it is being stopped, and its databases are closed with it.
        }
    }

    private static async Task SetUpAsync(ServerSession admin, ClusterSpec spec, KeptCluster? kept, string? password)
    {
        foreach ((string name, string present) in kept?.Databases ?? ImmutableDictionary<string, string>.Empty)
        {
            await Databases.RenameAsync(admin, present, name).ConfigureAwait(false);
        }

        if (kept is not null)
        {
            // They were stopped before they were kept.
            foreach ((string name, _) in spec.Databases)
            {
                await Databases.OpenAsync(admin, name).ConfigureAwait(false);
            }
        }

        if (password is not null)
        {
            await Databases.SetPasswordAsync(admin, spec.UserName, ScramVerifier.Of(password)).ConfigureAwait(false);
        }
    }

    private async Task<KeptCluster?> WriteDataAsync(ClusterSpec spec, CancellationToken cancellationToken)
    {
        if (context.KeptDirectory is { } directory)
        {
            KeptCluster kept = KeptCluster.Read(directory);
            await DataDirectory.RestoreAsync(context.Run, kept.DataDirectory, _data).ConfigureAwait(false);
            return kept;
        }

        DirectoryImage image = await ClusterImages.Of(context.Run).GetAsync(spec, cancellationToken).ConfigureAwait(false);
        await DataDirectory.WriteAsync(context.Run, image, _data).ConfigureAwait(false);
        return null;
    }

    private ClusterSpec SpecOf(ServerSetup setup) => new()
    {
        UserName = setup.UserName,
        Databases =
        [
            .. provider.DatabasesWith(setup.DefaultDatabase).Select(d => (d.DatabaseName, DatabaseFiles.Of(provider, d))),
        ],
    };
}
