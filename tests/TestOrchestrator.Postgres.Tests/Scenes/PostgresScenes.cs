using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.Tools;
using TestOrchestrator.Postgres.Binaries;
using TestOrchestrator.Postgres.Tests.Kit;
using TestOrchestrator.Postgres.Tests.Databases;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Scenes;

/// <summary>What this program does in a process of its own.</summary>
internal static class PostgresScenes
{
    /// <summary>Starts an application in a lane with a directory of migrations, and uses its database.</summary>
    public const string Use = "use";

    /// <summary>Fetches the programs from one source, with nothing installed, and does the same.</summary>
    public const string Fetch = "fetch";

    /// <summary>Listens on the well-known port of every address, and starts an application in a lane.</summary>
    public const string TakePort = "take-port";

    public static IReadOnlyDictionary<string, Func<string[], Task<string>>> All { get; } = new Dictionary<string, Func<string[], Task<string>>>
    {
        [Use] = arguments => UseAsync(PostgresTools.Definition, arguments[0], arguments[1]),
        [Fetch] = arguments => UseAsync(Only(arguments[0]), arguments[1], arguments[2]),
        [TakePort] = arguments => TakePortAsync(arguments[0]),
    };

    private static async Task<string> UseAsync(ToolDefinition tools, string laneName, string migrations)
    {
        await using TemporaryRun run = TemporaryRun.Start(Apps.LaneOf(laneName));

        // The shelf of a run looks for each tool once: what is asked for first is what everybody gets.
        await ToolShelf.Of(run.Run).GetAsync(tools, CancellationToken.None);
        RunningApplication app = await run.StartAsync(b => b.AddPostgres("postgres").AddDatabase("orders").WithMigrations(migrations));
        object? all = await Sql.ScalarAsync(app, "orders", "SELECT string_agg(name, ', ') FROM items");
        int server = app.Units["postgres"].Process?.Pid ?? run.Events("postgres-started")[^1].GetProperty("pid").GetInt32();
        string user = File.ReadLines($"/proc/{server}/status").Single(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];
        string source = run.Events("tool-found").Single().GetProperty("source").GetString()!;
        string notes = string.Concat(run.Events("note").Select(e => $"; {e.GetProperty("text")}"));
        return $"{source} programs, {run.Events("postgres-template").Length} templates, user {user}: {all}{notes}";
    }

    private static ToolDefinition Only(string source) => PostgresTools.Definition with
    {
        Directories = [],
        NpmPackages = source == "npm" ? PostgresTools.Definition.NpmPackages : ImmutableDictionary<string, NpmPackage>.Empty,
        AptPackage = source == "apt" ? PostgresTools.Definition.AptPackage : null,
    };

    private static async Task<string> TakePortAsync(string laneName)
    {
        using TcpListener listener = new(IPAddress.Any, 5432);
        listener.Start();
        await using TemporaryRun run = TemporaryRun.Start(Apps.LaneOf(laneName));
        RunningApplication app = await run.StartAsync(b => b.AddPostgres("postgres").AddDatabase("orders"));
        int port = app.GetEndpoint("postgres").Address.Port;
        object? one = await Sql.ScalarAsync(app, "orders", "SELECT 1");
        string note = run.Events("note").Single().GetProperty("text").GetString()!;
        return $"{one}: {note.Replace($"{app.Address}", "ADDRESS", StringComparison.Ordinal).Replace($"{port}", "PORT", StringComparison.Ordinal)}";
    }
}
