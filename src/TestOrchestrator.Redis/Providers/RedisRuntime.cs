using System.Net;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Tools;
using TestOrchestrator.Redis.Resources;

namespace TestOrchestrator.Redis.Providers;

/// <summary>Realises a Redis server as one process. Stopped and started again, it has the data that it had.</summary>
internal sealed class RedisRuntime(ResourceContext context) : IResourceRuntime
{
    private readonly string _directory = Path.Combine(context.StateDirectory, context.Name);

    private string Snapshot => Path.Combine(_directory, RedisConfiguration.SnapshotName);

    public Task PrepareAsync(CancellationToken cancellationToken) => ToolShelf.Of(context.Run).GetAsync(RedisTools.Definition, cancellationToken);

    public async Task<IResourceInstance> StartAsync(CancellationToken cancellationToken)
    {
        Tool tool = await ToolShelf.Of(context.Run).GetAsync(RedisTools.Definition, cancellationToken).ConfigureAwait(false);
        IPEndPoint address = context.GetEndpoint(RedisResource.EndpointName).Address;
        string password = await ((RedisResource)context.Resource).PasswordParameter.GetValueAsync(context.Values, cancellationToken).ConfigureAwait(false) ?? "";
        Directory.CreateDirectory(_directory);
        RestoreKept();
        string configuration = Path.Combine(_directory, "redis.conf");
        RedisConfiguration.Write(configuration, address, password, _directory);
        ChildProcess process = await context.Run.StartProcessAsync(tool.Start(RedisTools.Server, [configuration], _directory, context.LogFile)).ConfigureAwait(false);
        return new RedisInstance(process, address, password, context.Run.Options);
    }

    public Task KeepAsync(string directory)
    {
        // A server that never held anything has saved nothing.
        if (File.Exists(Snapshot))
        {
            File.Copy(Snapshot, Path.Combine(directory, RedisConfiguration.SnapshotName));
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Only before the first start: from then on the server has a snapshot of its own.
    private void RestoreKept()
    {
        if (context.KeptDirectory is { } kept && !File.Exists(Snapshot))
        {
            File.Copy(Path.Combine(kept, RedisConfiguration.SnapshotName), Snapshot);
        }
    }
}
