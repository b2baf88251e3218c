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

    public Task PrepareAsync(CancellationToken cancellationToken) => ToolShelf.Of(context.Run).GetAsync(RedisTools.Definition, cancellationToken);

    public async Task<IResourceInstance> StartAsync(CancellationToken cancellationToken)
    {
        Tool tool = await ToolShelf.Of(context.Run).GetAsync(RedisTools.Definition, cancellationToken).ConfigureAwait(false);
        IPEndPoint address = context.GetEndpoint(RedisResource.EndpointName).Address;
        string password = await ((RedisResource)context.Resource).PasswordParameter.GetValueAsync(context.Values, cancellationToken).ConfigureAwait(false) ?? "";
        Directory.CreateDirectory(_directory);
        string configuration = Path.Combine(_directory, "redis.conf");
        RedisConfiguration.Write(configuration, address, password, _directory);
        ChildProcess process = await context.Run.StartProcessAsync(tool.Start(RedisTools.Server, [configuration], _directory, context.LogFile)).ConfigureAwait(false);
        return new RedisInstance(process, address, password, context.Run.Options);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
