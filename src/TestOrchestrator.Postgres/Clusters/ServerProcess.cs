using System.Globalization;
using Npgsql;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Tools;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Postgres.Binaries;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>A running PostgreSQL server. Its Unix socket lies in its data directory, which only its owner can enter, and needs no password.</summary>
internal sealed class ServerProcess
{
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

        // What a killed server has left there would look like a server that is ready.
        File.Delete(Path.Combine(start.DataDirectory, "postmaster.pid"));
        ChildProcess process = await run.StartProcessAsync(
            tool.Start(PostgresTools.Server, [.. arguments], start.DataDirectory, start.LogFile) with { RefusesRoot = true }).ConfigureAwait(false);
        return new(start, process, run);
    }

    /// <summary>Looks once whether the server takes connections: line 8 of its pid file says <c>ready</c>.</summary>
    public Observation Look()
    {
        if (Process.Exited.IsCompleted)
        {
            throw new EngineException("TO1603", $"The PostgreSQL server {Process.Exited.Result} before it was ready. {LogTail.Quote(_start.LogFile)}");
        }

        string file = Path.Combine(_start.DataDirectory, "postmaster.pid");
        if (!File.Exists(file))
        {
            return Observation.NotYet("no pid file");
        }

        string[] lines = File.ReadAllLines(file);
        return lines.Length >= 8 && lines[7].Trim() == "ready" ? Observation.Satisfied : Observation.NotYet("a server that is starting");
    }

    public Task WaitUntilReadyAsync(CancellationToken cancellationToken) => Wait.UntilAsync(
        "a PostgreSQL server to be ready",
        _ => new(Look()),
        new() { Timeout = _run.Options.StartLimit, LongestInterval = TimeSpan.FromMilliseconds(5) },
        _run.Options.TimeProvider,
        cancellationToken);

    /// <summary>Makes the connection string of the superuser through the Unix socket.</summary>
    public string AdminConnectionString(string database = "postgres", bool pooling = false) => new NpgsqlConnectionStringBuilder
    {
        Host = _start.DataDirectory,
        Port = Port,
        Username = "postgres",
        Database = database,
        Pooling = pooling,
        Timeout = 30,
    }.ConnectionString;

    public string SocketPath => Path.Combine(_start.DataDirectory, $".s.PGSQL.{Port.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Stops the server as its data is still needed: a fast shutdown.</summary>
    public Task<ProcessExit> StopAsync() => Process.StopAsync(ProcessSignal.Interrupt, s_fastShutdownLimit, _run.Options.TimeProvider);

    /// <summary>
    /// Ends the server at once, as its data is thrown away: an immediate shutdown. Not SIGKILL, after which its interlock, a segment of
    /// System V shared memory, would stay until the machine is restarted; there is room for 4096.
    /// </summary>
    public Task<ProcessExit> KillAsync() => Process.StopAsync(ProcessSignal.Quit, s_immediateShutdownLimit, _run.Options.TimeProvider);
}
