using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres.Resources;
using TestOrchestrator.Postgres.Sharing;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>
/// Realises a database where its server is, whatever lane it is pinned to itself: on the shared server as a copy of a template; a server of
/// the application's own was made with it.
/// </summary>
internal sealed class DatabaseRuntime(ResourceContext context) : IResourceRuntime
{
    private readonly PostgresDatabaseResource _resource = (PostgresDatabaseResource)context.Resource;
    private DatabasePool? _pool;
    private string? _clone;
    private bool _isKept;

    private SharedServerRuntime? Shared => context.GetRuntime<IResourceRuntime>(_resource.Server) as SharedServerRuntime;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (Shared is not null)
        {
            string owner = await _resource.Server.UserName.GetValueAsync(context.Values, cancellationToken).ConfigureAwait(false) ?? "";
            _pool = SharedServer.Of(context.Run).PoolOf(owner, Files.Of(_resource));
            await _pool.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<IResourceInstance> StartAsync(CancellationToken cancellationToken)
    {
        if (Shared is { } shared && _pool is { } pool)
        {
            _clone ??= await pool.TakeAsync(cancellationToken).ConfigureAwait(false);
            shared.Databases[_resource.DatabaseName] = _clone;
        }

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
            _pool?.Return(clone);
        }

        return ValueTask.CompletedTask;
    }
}
