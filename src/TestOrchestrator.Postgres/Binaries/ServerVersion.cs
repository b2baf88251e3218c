using System.Text.RegularExpressions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Tools;

namespace TestOrchestrator.Postgres.Binaries;

/// <summary>Which version of PostgreSQL a run has: its program is asked once. Thread-safe.</summary>
internal sealed partial class ServerVersion
{
    private readonly EngineRun _run;
    private readonly Lazy<Task<(string Version, string Directory)>> _found;

    private ServerVersion(EngineRun run)
    {
        _run = run;
        _found = new(() => Task.Run(FindAsync));
    }

    /// <summary>Compares what a unit asks for with what there is: of versions the first numbers count.</summary>
    /// <returns>How they differ, as a sentence; null if they do not.</returns>
    /// <exception cref="EngineException">They differ, and the unit insists.</exception>
    public static async Task<string?> CheckAsync(
        EngineRun run,
        string unit,
        PostgresServerProvider provider,
        CancellationToken cancellationToken)
    {
        if (provider.RequestedVersion is not { } requested || Major(requested).Length == 0)
        {
            return null;
        }

        ServerVersion found = run.Shared.Get(() => new ServerVersion(run));
        (string version, string directory) = await found._found.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Major(requested) == Major(version) ? null
            : !provider.StrictVersion ? $"'{unit}' asked for PostgreSQL {requested}, runs {version}."
            : throw new EngineException(
                "TO1610",
                $"'{unit}' insists on PostgreSQL {requested}, but '{directory}' has {version}. "
                + $"Install PostgreSQL {Major(requested)}, and set {PostgresTools.Definition.Variable} to the directory of its programs.");
    }

    // postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)
    internal static string Parse(string output) => Number().Match(output).Value;

    private static string Major(string version) => string.Concat(version.TakeWhile(char.IsAsciiDigit));

    private async Task<(string Version, string Directory)> FindAsync()
    {
        Tool tool = await ToolShelf.Of(_run).GetAsync(PostgresTools.Definition, CancellationToken.None).ConfigureAwait(false);
        string output = Path.Combine(_run.StateDirectory, "postgres-version.log");
        ProcessStart start = tool.Start(PostgresTools.Server, ["--version"], _run.StateDirectory, output);
        ChildProcess process = await _run.StartProcessAsync(start).ConfigureAwait(false);
        ProcessExit exit = await process.Exited.ConfigureAwait(false);
        string version = Parse(await File.ReadAllTextAsync(output).ConfigureAwait(false));
        return version.Length > 0
            ? (version, tool.Directory)
            : throw new EngineException("TO1611", $"'{PostgresTools.Server} --version' {exit} without naming one. {LogTail.Quote(output)}");
    }

    [GeneratedRegex("[0-9]+(\\.[0-9]+)*")]
    private static partial Regex Number();
}
