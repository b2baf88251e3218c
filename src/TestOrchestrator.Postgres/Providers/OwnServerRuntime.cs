using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Resources;
using TestOrchestrator.Postgres.Sessions;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>Realises a server as a process of the application's own, with its databases made and migrated in the directory that it starts on.</summary>
internal sealed class OwnServerRuntime(ResourceContext context) : IResourceRuntime
{
    private readonly PostgresServerResource _resource = (PostgresServerResource)context.Resource;
    private readonly string _data = Path.Combine(context.StateDirectory, context.Name);
    private ClusterSpec? _spec;
    private bool _written;
    private ServerProcess? _process;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _spec = await SpecAsync(cancellationToken).ConfigureAwait(false);
        await ClusterImages.Of(context.Run).GetAsync(_spec, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IResourceInstance> StartAsync(CancellationToken cancellationToken)
    {
        KeptCluster? kept = null;
        if (!_written)
        {
            kept = await WriteDataAsync(cancellationToken).ConfigureAwait(false);
            _written = true;
        }

        IPEndPoint address = context.GetEndpoint(PostgresServerResource.EndpointName).Address;
        ServerStart start = new() { DataDirectory = _data, LogFile = context.LogFile, Settings = ServerSettings.Own, Listen = address };
        ServerProcess process = await ServerProcess.StartAsync(context.Run, start, cancellationToken).ConfigureAwait(false);
        _process = process;
        string password = await _resource.PasswordParameter.GetValueAsync(context.Values, cancellationToken).ConfigureAwait(false) ?? "";
        return new OwnServerInstance(process, admin => SetUpAsync(admin, kept, password));
    }

    /// <summary>Does something with a session of the superuser, if the server runs and is not being stopped.</summary>
    public async Task UseAdminAsync(Func<ServerSession, Task> use)
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
            // 57P01, 57P03: it is being stopped, and nobody gets into its databases any more.
        }
    }

    public Task KeepAsync(string directory)
    {
        string data = Path.Combine(directory, "data");
        new KeptCluster { DataDirectory = data, Databases = ImmutableDictionary<string, string>.Empty }.Write(directory);
        return Task.Run(() => DataDirectory.Copy(_data, data));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task SetUpAsync(ServerSession admin, KeptCluster? kept, string password)
    {
        foreach ((string name, string present) in kept?.Databases ?? ImmutableDictionary<string, string>.Empty)
        {
            await Databases.RenameAsync(admin, present, name).ConfigureAwait(false);
        }

        if (kept is not null)
        {
            // They were stopped before they were kept.
            foreach ((string name, _) in _spec!.Databases)
            {
                await Databases.OpenAsync(admin, name).ConfigureAwait(false);
            }
        }

        await Databases.SetPasswordAsync(admin, _spec!.UserName, ScramVerifier.Of(password)).ConfigureAwait(false);
    }

    private async Task<KeptCluster?> WriteDataAsync(CancellationToken cancellationToken)
    {
        if (context.KeptDirectory is { } directory)
        {
            KeptCluster kept = KeptCluster.Read(directory);
            await DataDirectory.RestoreAsync(context.Run, kept.DataDirectory, _data).ConfigureAwait(false);
            return kept;
        }

        DirectoryImage image = await ClusterImages.Of(context.Run).GetAsync(_spec!, cancellationToken).ConfigureAwait(false);
        await DataDirectory.WriteAsync(context.Run, image, _data).ConfigureAwait(false);
        return null;
    }

    private async Task<ClusterSpec> SpecAsync(CancellationToken cancellationToken) => new()
    {
        UserName = await _resource.UserName.GetValueAsync(context.Values, cancellationToken).ConfigureAwait(false) ?? "",
        Databases =
        [
            .. context.Model.Resources.OfType<PostgresDatabaseResource>()
                .Where(d => d.Server.Name == _resource.Name)
                .Select(d => (d.DatabaseName, Files.Of(d))),
        ],
    };
}
