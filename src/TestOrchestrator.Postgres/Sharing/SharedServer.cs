using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Migrations;

namespace TestOrchestrator.Postgres.Sharing;

/// <summary>
/// The one server of a run in the lane fast. It listens on its Unix socket alone; applications reach it through their front doors. Started
/// when it is first needed. Thread-safe.
/// </summary>
internal sealed class SharedServer : IAsyncDisposable
{
    private readonly EngineRun _run;
    private readonly Lazy<Task<ServerProcess>> _process;
    private readonly Lazy<Task<NpgsqlDataSource>> _admin;
    private readonly ConcurrentDictionary<string, Lazy<DatabasePool>> _pools = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _users = new(StringComparer.Ordinal);
    private int _templates;
    private volatile bool _isKept;

    private SharedServer(EngineRun run)
    {
        _run = run;
        _process = new(() => Task.Run(StartAsync));
        _admin = new(async () => AdminSource.Create((await _process.Value.ConfigureAwait(false)).AdminConnectionString(pooling: true)));
    }

    public static SharedServer Of(EngineRun run) => run.Shared.Get(() => new SharedServer(run));

    private string DataPath => Path.Combine(_run.StateDirectory, "postgres");

    private string KeptDirectory => Path.Combine(_run.Directory, "postgres");

    /// <summary>Gets the path of the socket that front doors connect to.</summary>
    public async Task<string> GetSocketPathAsync(CancellationToken cancellationToken) =>
        (await _process.Value.WaitAsync(cancellationToken).ConfigureAwait(false)).SocketPath;

    /// <summary>Gets a task that ends when the server ends.</summary>
    public async Task<Task<ProcessExit>> GetExitedAsync(CancellationToken cancellationToken) =>
        (await _process.Value.WaitAsync(cancellationToken).ConfigureAwait(false)).Process.Exited;

    public async Task EnsureUserAsync(string userName, CancellationToken cancellationToken)
    {
        ServerProcess server = await _process.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        await _users.GetOrAdd(userName, name => new(() => Databases.CreateUserAsync(server, name))).Value.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the databases that were made in the same way.</summary>
    public DatabasePool PoolOf(string owner, SqlFiles files) =>
        _pools.GetOrAdd($"{owner}\0{files.Hash}", _ => new(() => new(this, owner, files, _run))).Value;

    /// <summary>Makes a database to copy from.</summary>
    public async Task<string> CreateTemplateAsync(string owner, SqlFiles files)
    {
        await EnsureUserAsync(owner, CancellationToken.None).ConfigureAwait(false);
        string name = $"template_{Interlocked.Increment(ref _templates).ToString(CultureInfo.InvariantCulture)}_{files.Hash}";
        await Databases.CreateAsync(await _process.Value.ConfigureAwait(false), name, owner, files).ConfigureAwait(false);
        _run.Events.Write("database-template", ("template", name), ("files", files.Files.Length));
        return name;
    }

    public async Task CloneAsync(string template, string clone) =>
        await Databases.CloneAsync(await _admin.Value.ConfigureAwait(false), template, clone).ConfigureAwait(false);

    public async Task DropAsync(string database) =>
        await Databases.DropAsync(await _admin.Value.ConfigureAwait(false), database).ConfigureAwait(false);

    /// <summary>Gets where the server's data is going to be when the run has ended, and has it kept.</summary>
    public string Keep()
    {
        _isKept = true;
        return KeptDirectory;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.IsValueCreated)
        {
            return;
        }

        // Whoever needed a start that failed was told; here it only means that there is nothing to stop.
        Task<ServerProcess> started = _process.Value;
        await ((Task)started).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!started.IsCompletedSuccessfully)
        {
            return;
        }

        await Task.WhenAll(_pools.Values.Where(p => p.IsValueCreated).Select(p => p.Value.DisposeAsync().AsTask())).ConfigureAwait(false);
        if (_isKept)
        {
            await started.Result.StopAsync().ConfigureAwait(false);
            await Task.Run(() => DataDirectory.Copy(DataPath, KeptDirectory)).ConfigureAwait(false);
        }

        await started.Result.KillAsync().ConfigureAwait(false);
        if (_admin.IsValueCreated)
        {
            await (await _admin.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ServerProcess> StartAsync()
    {
        DirectoryImage image = await ClusterImages.Of(_run).GetAsync(new() { UserName = "postgres" }, CancellationToken.None).ConfigureAwait(false);
        await DataDirectory.WriteAsync(_run, image, DataPath).ConfigureAwait(false);
        ServerProcess process = await ServerProcess.StartAsync(
            _run,
            new() { DataDirectory = DataPath, LogFile = Path.Combine(_run.Directory, "postgres.log"), Settings = ServerSettings.Shared },
            CancellationToken.None).ConfigureAwait(false);
        await process.WaitUntilReadyAsync(CancellationToken.None).ConfigureAwait(false);
        _run.Events.Write("postgres-started", ("pid", process.Process.Identity.Pid));
        return process;
    }
}
