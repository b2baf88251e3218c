using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Postgres.Binaries;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>
/// Realises a server in the way that its first start asks for. What it is started with is known then; what can be read before is a guess,
/// good for making templates ahead of the start, which is limited in time.
/// </summary>
internal sealed class ServerRuntime : IUnitRuntime
{
    private readonly UnitContext _context;
    private readonly PostgresServerProvider _provider;
    private readonly SharedServerRuntime _shared;
    private readonly OwnServerRuntime _own;
    private readonly Lazy<Task<ServerSetup?>> _guess;
    private IServerRuntime? _chosen;
    private string? _otherVersion;

    public ServerRuntime(UnitContext context, PostgresServerProvider provider)
    {
        _context = context;
        _provider = provider;
        _shared = new(context, provider);
        _own = new(context, provider);
        _guess = new(GuessAsync);
    }

    private IServerRuntime Started => _chosen ?? throw new InvalidOperationException($"'{_context.Name}' was never started.");

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _otherVersion = await ServerVersion.CheckAsync(_context.Run, _context.Name, _provider, cancellationToken).ConfigureAwait(false);
        if (await _guess.Value.WaitAsync(cancellationToken).ConfigureAwait(false) is { } setup)
        {
            await Choose(setup).PrepareAsync(setup, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<IUnitInstance> StartAsync(CancellationToken cancellationToken)
    {
        ServerSetup setup = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (_chosen is null)
        {
            foreach (string note in setup.Notes.Prepend(_otherVersion).OfType<string>())
            {
                _context.Note(note);
            }
        }

        if (_chosen is null && _context.Lane == Lane.Fast && !setup.Settings.IsEmpty)
        {
            _context.Note($"'{_context.Name}' runs on a server of its own, because it has settings: {string.Join(", ", setup.Settings)}.");
        }

        _chosen ??= Choose(setup);
        return await _chosen.StartAsync(setup, cancellationToken).ConfigureAwait(false);
    }

    public Task KeepAsync(string directory) => _chosen?.KeepAsync(directory) ?? Task.CompletedTask;

    public async Task PrepareDatabaseAsync(PostgresDatabaseDefinition database, CancellationToken cancellationToken)
    {
        if (await _guess.Value.WaitAsync(cancellationToken).ConfigureAwait(false) is { } setup)
        {
            await Choose(setup).PrepareDatabaseAsync(setup, database, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StartDatabaseAsync(PostgresDatabaseDefinition database, CancellationToken cancellationToken) =>
        Started.StartDatabaseAsync(database, cancellationToken);

    public Task OpenDatabaseAsync(PostgresDatabaseDefinition database) => Started.OpenDatabaseAsync(database);

    public Task CloseDatabaseAsync(PostgresDatabaseDefinition database) => Started.CloseDatabaseAsync(database);

    public async ValueTask DisposeAsync()
    {
        await _shared.DisposeAsync().ConfigureAwait(false);
        await _own.DisposeAsync().ConfigureAwait(false);
    }

    private IServerRuntime Choose(ServerSetup setup) => _chosen ?? (_context.Lane == Lane.Fast && setup.Settings.IsEmpty ? _shared : _own);

    private async Task<ServerSetup> ReadAsync(CancellationToken cancellationToken) =>
        ServerSetup.Read(_context.Name, await _context.ConfigureAsync(cancellationToken).ConfigureAwait(false));

    private async Task<ServerSetup?> GuessAsync()
    {
        // What waits for others may get its configuration from them.
        if (!_context.Unit.DependsOn.IsEmpty)
        {
            return null;
        }

        try
        {
            return await ReadAsync(CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The start reads it again, and says what is wrong.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
