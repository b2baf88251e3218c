using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>Realises a database that its server's data directory was made with.</summary>
internal sealed class ContainedRuntime : IResourceRuntime
{
    public Task<IResourceInstance> StartAsync(CancellationToken cancellationToken) => Task.FromResult<IResourceInstance>(new ContainedInstance());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
