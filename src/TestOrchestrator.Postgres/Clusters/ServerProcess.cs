using System.Globalization;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Tools;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Postgres.Binaries;
using TestOrchestrator.Postgres.Sessions;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>
/// A running PostgreSQL server. Its Unix socket lies in its data directory, which only its owner can enter, and needs no password.
/// </summary>
internal sealed class ServerProcess
{
    /// <summary>The superuser that every server has.</summary>
    public const string Superuser = "postgres";

    /// <summary>The database that every server has, for those who have nothing to do with any other.</summary>
    public const string MaintenanceDatabase = "postgres";

    // The length of sockaddr_un.sun_path on Linux, with its final zero.
    private const int MaxSocketPath = 108;

    // The port is a part of the socket's name.
    private const int SocketPort = 5432;

    private static readonly TimeSpan s_fastShutdownLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_immediateShutdownLimit = TimeSpan.FromSeconds(2);

    private readonly ServerStart _start;
    private readonly EngineRun _run;

    private ServerProcess(ServerStart start, ChildProcess process, EngineRun run)
    {
        _start = start;
        Process = process;
        _run = run;
    }

    public ChildProcess Process { get; }

    private int Port => _start.Listen?.Port ?? SocketPort;

    public static async Task<ServerProcess> StartAsync(EngineRun run, ServerStart start, CancellationToken cancellationToken)
    {
        Tool tool = await ToolShelf.Of(run).GetAsync(PostgresTools.Definition, cancellationToken).ConfigureAwait(false);
        string port = (start.Listen?.Port ?? SocketPort).ToString(CultureInfo.InvariantCulture);
        string socket = Path.Combine(start.DataDirectory, $".s.PGSQL.{port}");
        if (socket.Length >= MaxSocketPath)
        {
            throw new EngineException("TO1602", $"The path '{socket}' has {socket.Length} characters, and that of a Unix socket may have {MaxSocketPath - 1}. Set TESTORCHESTRATOR_STATE to a shorter directory.");
        }

        List<string> arguments = ["-D", start.DataDirectory];
        foreach (string setting in start.Settings.Concat([$"listen_addresses={start.Listen?.Address.ToString() ?? ""}", $"port={port}", $"unix_socket_directories={start.DataDirectory}"]))
        {
            arguments.AddRange(["-c", setting]);
        }

        await EndPredecessorAsync(run, start, cancellationToken).ConfigureAwait(false);
        ChildProcess process = await run.StartProcessAsync(
            tool.Start(PostgresTools.Server, [.. arguments], start.DataDirectory, start.LogFile) with { RefusesRoot = true }).ConfigureAwait(false);
        return new(start, process, run);
    }

    /// <summary>Looks once whether the server takes connections.</summary>
    public Observation Look()
    {
        if (Process.Exited.IsCompleted)
        {
            throw new EngineException("TO1603", $"The PostgreSQL server {Process.Exited.Result} before it was ready. {LogTail.Quote(_start.LogFile)}");
        }

        return PidFile.Read(_start.DataDirectory) is { IsReady: true } file && file.Pid == Process.Identity.Pid
            ? Observation.Satisfied
            : Observation.NotYet("a server that is starting");
    }

    public Task WaitUntilReadyAsync(CancellationToken cancellationToken) => Wait.UntilAsync(
        "a PostgreSQL server to be ready",
        _ => new(Look()),
        new() { Timeout = _run.Options.StartLimit, LongestInterval = TimeSpan.FromMilliseconds(5) },
        _run.Options.TimeProvider,
        cancellationToken);

    /// <summary>Opens a session through the Unix socket.</summary>
    public Task<ServerSession> OpenSessionAsync(string database = MaintenanceDatabase, string user = Superuser) =>
        ServerSession.OpenAsync(SocketPath, user, database, CancellationToken.None);

    public string SocketPath => Path.Combine(_start.DataDirectory, $".s.PGSQL.{Port.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Stops the server as its data is still needed: a fast shutdown.</summary>
    public Task<ProcessExit> StopAsync() => Process.StopAsync(StopSignal.Interrupt, s_fastShutdownLimit, _run.Options.TimeProvider);

    /// <summary>
    /// Ends the server at once, as its data is thrown away: an immediate shutdown. Not SIGKILL, after which its interlock, a segment of
    /// System V shared memory, would stay until the machine is restarted; there is room for 4096.
    /// </summary>
    public Task<ProcessExit> KillAsync() => Process.StopAsync(StopSignal.Quit, s_immediateShutdownLimit, _run.Options.TimeProvider);

    // The pid file stays: by it the server itself checks that nobody else uses its files.
    private static async Task EndPredecessorAsync(EngineRun run, ServerStart start, CancellationToken cancellationToken)
    {
        if (PidFile.Read(start.DataDirectory) is { } predecessor)
        {
            await Wait.UntilAsync(
                $"the last processes of the PostgreSQL server {predecessor.Pid}, which was killed, to end",
                _ => new(OrphanedBackends.LookAndKill(start.DataDirectory)),
                new() { Timeout = run.Options.StartLimit },
                run.Options.TimeProvider,
                cancellationToken).ConfigureAwait(false);
        }
    }
}
