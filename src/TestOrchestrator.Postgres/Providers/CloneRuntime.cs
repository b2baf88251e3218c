using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres.Resources;
using TestOrchestrator.Postgres.Sharing;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>Realises a database as a copy of a template on the shared server.</summary>
internal sealed class CloneRuntime(ResourceContext context) : IResourceRuntime
{
    private readonly PostgresDatabaseResource _resource = (PostgresDatabaseResource)context.Resource;
    private DatabasePool? _pool;
    private string? _clone;
    private bool _isKept;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        string owner = await _resource.Server.UserName.GetValueAsync(context.Values, cancellationToken).ConfigureAwait(false) ?? "";
        _pool = SharedServer.Of(context.Run).PoolOf(owner, Files.Of(_resource));
        await _pool.PrepareAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IResourceInstance> StartAsync(CancellationToken cancellationToken)
    {
        _clone ??= await _pool!.TakeAsync(cancellationToken).ConfigureAwait(false);
        context.GetRuntime<SharedServerRuntime>(_resource.Server).Databases[_resource.DatabaseName] = _clone;
        return new ContainedInstance();
    }

    // Its server keeps the data of all of its databases.
    public Task KeepAsync(string directory)
    {
        _isKept = true;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (_clone is { } clone && !_isKept)
        {
            _pool!.Return(clone);
        }

        return ValueTask.CompletedTask;
    }
}
