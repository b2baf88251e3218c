using System.Buffers;
using System.Text.Json;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Hosting.Dashboards;

/// <summary>
/// A dashboard of another process of this user, which shows runs that report to it: it follows their directories. Its file is
/// in the state directory of the run that it belongs to, and goes with that. Immutable.
/// </summary>
public sealed record OpenDashboard
{
    private const string FileName = "dashboard.json";
    private const string ReportsName = "reports";
    private const string LockName = "dashboard.lock";

    private static readonly TimeSpan s_turnLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Gets the address to open in a browser, with the token that lets in.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets the process that it belongs to.</summary>
    public required ProcessIdentity Owner { get; init; }

    /// <summary>Gets the <c>dotnet test</c> that it is for; null for every run.</summary>
    public required ProcessIdentity? Session { get; init; }

    private string Reports { get; init; } = "";

    /// <summary>Waits until no other process is about to start a dashboard.</summary>
    /// <param name="run">The run of this process.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The turn, to be disposed of; null if the others take longer than a minute, or if the file system has no locks.</returns>
    public static Task<FileLock?> TakeTurnAsync(EngineRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        return TakeTurnAsync(StateRootOf(run), run.Options.TimeProvider, cancellationToken);
    }

    internal static async Task<FileLock?> TakeTurnAsync(string stateRoot, TimeProvider time, CancellationToken cancellationToken)
    {
        string file = Path.Combine(stateRoot, LockName);
        await CreateAsync(file, cancellationToken).ConfigureAwait(false);
        long begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < s_turnLimit)
        {
            if (FileLock.TryExclusive(file) is { } turn)
            {
                return turn;
            }

            await Task.Delay(s_interval, time, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Finds a dashboard that shows other runs, too.</summary>
    /// <param name="run">The run of this process.</param>
    /// <param name="session">The <c>dotnet test</c> that this process belongs to; null for none.</param>
    /// <returns>The newest one for every run, else the one for that <c>dotnet test</c>; null if there is none whose process runs.</returns>
    public static OpenDashboard? Find(EngineRun run, ProcessIdentity? session)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Find(StateRootOf(run), session);
    }

    internal static OpenDashboard? Find(string stateRoot, ProcessIdentity? session) =>
        Directory.EnumerateDirectories(stateRoot)
            .OrderDescending(StringComparer.Ordinal)
            .Select(TryRead)
            .OfType<OpenDashboard>()
            .Where(d => d.Owner.IsRunning && (d.Session is null || d.Session == session))
            .OrderBy(d => d.Session is not null)
            .FirstOrDefault();

    /// <summary>Has the dashboard show a run of this process.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="IOException">The dashboard has gone.</exception>
    public void Report(EngineRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Report(run.Directory);
    }

    internal void Report(string runDirectory) => Write(Path.Combine(Reports, Path.GetFileName(runDirectory)), json =>
    {
        json.WriteString("directory", runDirectory);
        Write(json, "reporter", ProcessIdentity.Of(Environment.ProcessId));
    });

    /// <summary>Says that a run has a dashboard that shows other runs, too.</summary>
    internal static void Offer(string stateDirectory, Uri address, ProcessIdentity? session)
    {
        PrivateDirectory.Create(Path.Combine(stateDirectory, ReportsName));
        Write(Path.Combine(stateDirectory, FileName), json =>
        {
            json.WriteString("address", address.ToString());
            Write(json, "owner", ProcessIdentity.Of(Environment.ProcessId));
            if (session is { } one)
            {
                Write(json, "session", one);
            }
        });
    }

    /// <summary>Reads which runs report to the dashboard of a run.</summary>
    internal static IEnumerable<(string RunDirectory, ProcessIdentity Reporter)> ReportsTo(string stateDirectory)
    {
        DirectoryInfo reports = new(Path.Combine(stateDirectory, ReportsName));
        if (!reports.Exists)
        {
            yield break;
        }

        foreach (FileInfo report in reports.EnumerateFiles().Where(static f => RunId.TryParse(f.Name, out _)))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(report.FullName));
            yield return (document.RootElement.GetProperty("directory").GetString()!, Process(document.RootElement, "reporter")!.Value);
        }
    }

    private static async Task CreateAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(file))
            {
                await File.AppendAllTextAsync(file, "", cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another process has made it meanwhile, and holds the lock: .NET opens no such file for writing.
        }
    }

    private static string StateRootOf(EngineRun run) => Path.GetDirectoryName(run.StateDirectory)!;

    private static void Write(string path, Action<Utf8JsonWriter> content)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            content(json);
            json.WriteEndObject();
        }

        WholeFile.Write(path, bytes.WrittenSpan, isPrivate: true);
    }

    private static void Write(Utf8JsonWriter json, string name, ProcessIdentity process)
    {
        json.WriteStartObject(name);
        json.WriteNumber("pid", process.Pid);
        json.WriteNumber("started", process.StartTicks);
        json.WriteEndObject();
    }

    private static OpenDashboard? TryRead(string stateDirectory)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(stateDirectory, FileName)));
            JsonElement root = document.RootElement;
            return new()
            {
                Address = new(root.GetProperty("address").GetString()!),
                Owner = Process(root, "owner")!.Value,
                Session = Process(root, "session"),
                Reports = Path.Combine(stateDirectory, ReportsName),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            // Most runs have none, and some are just being removed.
            return null;
        }
    }

    private static ProcessIdentity? Process(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement process)
        ? new(process.GetProperty("pid").GetInt32(), process.GetProperty("started").GetInt64())
        : null;
}
