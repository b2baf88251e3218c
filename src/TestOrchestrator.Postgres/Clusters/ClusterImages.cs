using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TestOrchestrator.Engine.Caching;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Privileges;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Tools;
using TestOrchestrator.Postgres.Binaries;
using TestOrchestrator.Postgres.Migrations;
using TestOrchestrator.Postgres.Sessions;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>
/// Data directories with databases and migrations in them, made once by initdb and a temporary server, kept in the user's cache, and in
/// memory from their first use in a run. Thread-safe.
/// </summary>
internal sealed class ClusterImages(EngineRun run)
{
    // Of a directory in the cache: what is done differently from now on needs another.
    private const int FormatVersion = 2;
    private const int Kept = 12;
    private const int Attempts = 3;

    private readonly ConcurrentDictionary<string, Lazy<Task<DirectoryImage>>> _images = new(StringComparer.Ordinal);
    private int _builds;

    public static ClusterImages Of(EngineRun run) => run.Shared.Get(() => new ClusterImages(run));

    public Task<DirectoryImage> GetAsync(ClusterSpec spec, CancellationToken cancellationToken) =>
        _images.GetOrAdd(spec.Key, _ => new(() => Task.Run(() => LoadAsync(spec)))).Value.WaitAsync(cancellationToken);

    private async Task<DirectoryImage> LoadAsync(ClusterSpec spec)
    {
        Tool tool = await ToolShelf.Of(run).GetAsync(PostgresTools.Definition, CancellationToken.None).ConfigureAwait(false);
        DirectoryCache cache = new("postgres", Kept, run.Options.TimeProvider);
        string name = $"v{FormatVersion}-{BinaryKey(tool)}-{spec.Key}";
        string directory = "";
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            directory = await cache.GetAsync(name, staging => BuildAsync(spec, tool, staging)).ConfigureAwait(false);
            if (ClusterEntry.TryLoad(directory) is { } image)
            {
                return image;
            }

            // The machine lost power, its disk was full, or somebody tidied up: what is missing would be missing in every run.
            run.Events.Write("note", ("text", $"'{directory}' in the cache is damaged and is made again."));
            ClusterEntry.Remove(directory);
        }

        throw new EngineException("TO1606", $"'{directory}' in the cache is damaged as soon as it is made. Look after that disk, or set {UserCache.Variable} to a directory on another.");
    }

    // Another build of PostgreSQL may not understand the directory.
    private static string BinaryKey(Tool tool)
    {
        FileInfo program = new(Path.Combine(tool.Directory, PostgresTools.Server));
        string identity = string.Create(CultureInfo.InvariantCulture, $"{program.FullName}|{program.Length}|{program.LastWriteTimeUtc.Ticks}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..12];
    }

    private async Task BuildAsync(ClusterSpec spec, Tool tool, string staging)
    {
        run.Events.Write("postgres-template", ("key", spec.Key), ("databases", spec.Databases.Length));
        string work = Path.Combine(run.StateDirectory, $"pg{Interlocked.Increment(ref _builds).ToString(CultureInfo.InvariantCulture)}");
        UnprivilegedUser user = await run.GetUnprivilegedUserAsync().ConfigureAwait(false);
        Directory.CreateDirectory(work);
        user.TakeOver(work);
        string data = Path.Combine(work, "d");
        try
        {
            await InitializeAsync(tool, data, work).ConfigureAwait(false);
            ClientAuthentication.Write(data, trustsClients: false);
            await FillAsync(spec, data, Path.Combine(work, "server.log")).ConfigureAwait(false);
            ClusterEntry.Write(data, staging);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task InitializeAsync(Tool tool, string data, string work)
    {
        // Locale C sorts by code point and needs no operating system's locale; small log segments are less to copy.
        string log = Path.Combine(work, "initdb.log");
        ChildProcess initDb = await run.StartProcessAsync(
            tool.Start(PostgresTools.InitDb, ["-D", data, "-U", ServerProcess.Superuser, "--auth=trust", "--locale=C", "--encoding=UTF8", "--wal-segsize=1", "--no-sync", "--no-instructions"], work, log) with { RefusesRoot = true }).ConfigureAwait(false);
        ProcessExit exit = await initDb.Exited.ConfigureAwait(false);
        if (!exit.IsSuccess)
        {
            throw new EngineException("TO1604", $"PostgreSQL's initdb {exit}. {LogTail.Quote(log)}");
        }
    }

    private async Task FillAsync(ClusterSpec spec, string data, string log)
    {
        if (spec.Databases.IsEmpty && spec.UserName == ServerProcess.Superuser)
        {
            return;
        }

        ServerProcess server = await ServerProcess.StartAsync(run, new() { DataDirectory = data, LogFile = log, Settings = ServerSettings.Own }, CancellationToken.None).ConfigureAwait(false);
        try
        {
            await server.WaitUntilReadyAsync(CancellationToken.None).ConfigureAwait(false);
            using ServerSession admin = await server.OpenSessionAsync().ConfigureAwait(false);
            await Databases.CreateUserAsync(admin, spec.UserName).ConfigureAwait(false);
            foreach ((string name, SqlFiles files) in spec.Databases)
            {
                await Databases.CreateAsync(server, admin, name, spec.UserName, files).ConfigureAwait(false);
            }
        }
        catch
        {
            await server.KillAsync().ConfigureAwait(false);
            throw;
        }

        ProcessExit exit = await server.StopAsync().ConfigureAwait(false);
        if (!exit.IsSuccess)
        {
            throw new EngineException("TO1604", $"The PostgreSQL server that the template was made with {exit} when it was stopped. {LogTail.Quote(log)}");
        }
    }
}
