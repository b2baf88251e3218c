using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Resources;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>Realises a server as a process of the application's own, with its databases made and migrated in the directory that it starts on.</summary>
internal sealed class OwnServerRuntime(ResourceContext context) : IResourceRuntime
{
    private readonly PostgresServerResource _resource = (PostgresServerResource)context.Resource;
    private readonly string _data = Path.Combine(context.StateDirectory, context.Name);
    private ClusterSpec? _spec;
    private bool _written;

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
        string password = await _resource.PasswordParameter.GetValueAsync(context.Values, cancellationToken).ConfigureAwait(false) ?? "";
        return new OwnServerInstance(process, _spec!.UserName, password, kept?.Databases ?? ImmutableDictionary<string, string>.Empty);
    }

    public Task KeepAsync(string directory)
    {
        string data = Path.Combine(directory, "data");
        new KeptCluster { DataDirectory = data, Databases = ImmutableDictionary<string, string>.Empty }.Write(directory);
        return Task.Run(() => DataDirectory.Copy(_data, data));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

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
