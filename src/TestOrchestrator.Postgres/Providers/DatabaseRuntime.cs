using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres.Clusters;
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
    private bool _isClosed;

    private SharedServerRuntime? Shared => context.GetRuntime<IResourceRuntime>(_resource.Server) as SharedServerRuntime;

    private OwnServerRuntime OwnServer => context.GetRuntime<OwnServerRuntime>(_resource.Server);

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

        if (_isClosed)
        {
            await OpenAsync().ConfigureAwait(false);
            _isClosed = false;
        }

        return new DatabaseInstance(CloseAsync);
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

    private Task OpenAsync() => _clone is { } clone
        ? SharedServer.Of(context.Run).OpenAsync(clone)
        : OwnServer.UseAdminAsync(admin => Databases.OpenAsync(admin, _resource.DatabaseName));

    private async Task CloseAsync()
    {
        await (_clone is { } clone
            ? SharedServer.Of(context.Run).CloseAsync(clone)
            : OwnServer.UseAdminAsync(admin => Databases.CloseAsync(admin, _resource.DatabaseName))).ConfigureAwait(false);
        _isClosed = true;
    }
}
