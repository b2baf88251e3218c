using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>Realises a database as its server does: what it holds is its server's.</summary>
internal sealed class DatabaseRuntime(UnitContext context, PostgresDatabaseProvider provider) : IUnitRuntime
{
    private bool _isClosed;

    private ServerRuntime Server => context.GetRuntime<ServerRuntime>(provider.Server);

    public Task PrepareAsync(CancellationToken cancellationToken) => Server.PrepareDatabaseAsync(provider.Database, cancellationToken);

    public async Task<IUnitInstance> StartAsync(CancellationToken cancellationToken)
    {
        await Server.StartDatabaseAsync(provider.Database, cancellationToken).ConfigureAwait(false);
        if (_isClosed)
        {
            await Server.OpenDatabaseAsync(provider.Database).ConfigureAwait(false);
            _isClosed = false;
        }

        return new DatabaseInstance(CloseAsync);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task CloseAsync()
    {
        await Server.CloseDatabaseAsync(provider.Database).ConfigureAwait(false);
        _isClosed = true;
    }
}
