using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Migrations;
using TestOrchestrator.Postgres.Sessions;

namespace TestOrchestrator.Postgres.Sharing;

/// <summary>
/// The one server of a run in the lane fast. It listens on its Unix socket alone; applications reach it through their gateways. Started
/// when it is first needed, and again, on the same data, when it is needed after it was killed. Thread-safe.
/// </summary>
internal sealed class SharedServer : IAsyncDisposable
{
    private readonly EngineRun _run;
    private readonly string _data;
    private readonly ConcurrentDictionary<string, Lazy<DatabasePool>> _pools = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _users = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _oneDrop = new(1, 1);
    private readonly Lock _gate = new();
    private Task<AdminSessions>? _started;
    private bool _disposed;
    private int _poolsMade;
    private int _namesMade;
    private volatile bool _isKept;

    private SharedServer(EngineRun run)
    {
        _run = run;
        _data = Path.Combine(run.StateDirectory, "postgres");
        LogFile = Path.Combine(run.Directory, "postgres.log");
    }

    public string LogFile { get; }

    public static SharedServer Of(EngineRun run) => run.Shared.Get(() => new SharedServer(run));

    private string KeptDirectory => Path.Combine(_run.Directory, "postgres");

    /// <summary>Gets the server, which runs.</summary>
    public async Task<ServerProcess> GetProcessAsync(CancellationToken cancellationToken) =>
        (await StartedAsync().WaitAsync(cancellationToken).ConfigureAwait(false)).Server;

    public Task EnsureUserAsync(string userName, CancellationToken cancellationToken) =>
        _users.GetOrAdd(userName, name => new(() => UseAdminAsync(admin => Databases.CreateUserAsync(admin, name)))).Value.WaitAsync(cancellationToken);

    /// <summary>Gets the databases that were made in the same way.</summary>
    public DatabasePool PoolOf(string owner, SqlFiles files) =>
        _pools.GetOrAdd($"{owner}\0{files.Hash}", _ => new(() => new(this, Interlocked.Increment(ref _poolsMade), owner, files))).Value;

    /// <summary>Makes a database to copy from.</summary>
    public async Task CreateTemplateAsync(string name, string owner, SqlFiles files)
    {
        await EnsureUserAsync(owner, CancellationToken.None).ConfigureAwait(false);
        ServerProcess server = await GetProcessAsync(CancellationToken.None).ConfigureAwait(false);
        await UseAdminAsync(admin => Databases.CreateAsync(server, admin, name, owner, files)).ConfigureAwait(false);
        _run.Events.Write("database-template", ("template", name), ("files", files.Files.Length));
    }

    public Task CloneAsync(
        string template,
        string clone,
        string owner) =>
        UseAdminUntilDoneAsync(admin => Databases.CloneAsync(admin, template, clone, owner));

    /// <summary>
    /// Drops a database when its turn comes: one at a time, so that a hundred applications that end together do not make a hundred sessions
    /// that fight for the processor.
    /// </summary>
    public async Task DropAsync(string database)
    {
        await _oneDrop.WaitAsync().ConfigureAwait(false);
        try
        {
            await UseAdminUntilDoneAsync(admin => Databases.DropAsync(admin, database)).ConfigureAwait(false);
        }
        finally
        {
            _oneDrop.Release();
        }
    }

    /// <summary>Drops a database without anyone waiting for it.</summary>
    public void DropInBackground(string database) => _ = Task.Run(async () =>
    {
        try
        {
            await DropAsync(database).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EngineException or IOException or SocketException or ObjectDisposedException)
        {
            // The run is being stopped, and the whole server is thrown away.
            _run.Events.Write("note", ("text", $"Database '{database}' was not dropped: {e.Message}"));
        }
    });

    /// <summary>Makes a name of a database that this server never had.</summary>
    public string NewDatabaseName() => string.Create(CultureInfo.InvariantCulture, $"own_{Interlocked.Increment(ref _namesMade)}");

    public async Task<bool> ExistsAsync(string database)
    {
        bool exists = false;
        await UseAdminUntilDoneAsync(async admin =>
        {
            exists = await Databases.ExistsAsync(admin, database).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return exists;
    }

    public Task CloseAsync(string database) => UseAdminAsync(admin => Databases.CloseAsync(admin, database));

    public Task OpenAsync(string database) => UseAdminAsync(admin => Databases.OpenAsync(admin, database));

    /// <summary>Gets where the server's data is going to be when the run has ended, and has it kept.</summary>
    public string Keep()
    {
        _isKept = true;
        return KeptDirectory;
    }

    public async ValueTask DisposeAsync()
    {
        Task<AdminSessions>? last;
        lock (_gate)
        {
            _disposed = true;
            last = _started;
        }

        if (last is null)
        {
            return;
        }

        await Task.WhenAll(_pools.Values.Where(p => p.IsValueCreated).Select(p => p.Value.DisposeAsync().AsTask())).ConfigureAwait(false);

        // Those who needed a start that failed know why; here it only means that there is nothing to stop.
        await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!last.IsCompletedSuccessfully)
        {
            return;
        }

        last.Result.Dispose();
        if (_isKept)
        {
            await last.Result.Server.StopAsync().ConfigureAwait(false);
            await Task.Run(() => DataDirectory.Copy(_data, KeptDirectory)).ConfigureAwait(false);
        }

        await last.Result.Server.KillAsync().ConfigureAwait(false);
    }

    private async Task UseAdminAsync(Func<ServerSession, Task> use) =>
        await (await StartedAsync().ConfigureAwait(false)).UseAsync(use).ConfigureAwait(false);

    private async Task UseAdminUntilDoneAsync(Func<ServerSession, Task> use) =>
        await (await StartedAsync().ConfigureAwait(false)).UseUntilDoneAsync(use).ConfigureAwait(false);

    private Task<AdminSessions> StartedAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_started is { IsCompletedSuccessfully: true, Result: { Server.Process.Exited.IsCompleted: true } dead })
            {
                dead.Dispose();
                _started = null;
            }

            return _started ??= Task.Run(StartAsync);
        }
    }

    private async Task<AdminSessions> StartAsync()
    {
        if (!Directory.Exists(_data))
        {
            DirectoryImage image = await ClusterImages.Of(_run).GetAsync(new() { UserName = ServerProcess.Superuser }, CancellationToken.None).ConfigureAwait(false);
            await DataDirectory.WriteAsync(_run, image, _data).ConfigureAwait(false);
        }

        ServerProcess server = await ServerProcess.StartAsync(
            _run,
            new() { DataDirectory = _data, LogFile = LogFile, Settings = ServerSettings.Shared },
            CancellationToken.None).ConfigureAwait(false);
        await server.WaitUntilReadyAsync(CancellationToken.None).ConfigureAwait(false);
        _run.Events.Write("postgres-started", ("pid", server.Process.Identity.Pid));
        return new(server);
    }
}
