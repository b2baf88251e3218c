using System.Text.RegularExpressions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Tools;

namespace TestOrchestrator.Redis.Providers;

/// <summary>Which kind and version of server a run has: its program is asked once. Thread-safe.</summary>
internal sealed partial class RedisVersion
{
    private readonly EngineRun _run;
    private readonly Lazy<Task<Found>> _found;

    private RedisVersion(EngineRun run)
    {
        _run = run;
        _found = new(() => Task.Run(FindAsync));
    }

    /// <summary>Compares what a unit asks for with what there is: of versions the first numbers count.</summary>
    /// <returns>How they differ, as a sentence; null if they do not.</returns>
    /// <exception cref="EngineException">They differ, and the unit insists.</exception>
    public static async Task<string?> CheckAsync(EngineRun run, string unit, RedisProvider provider, CancellationToken cancellationToken)
    {
        if (provider.RequestedVersion is not { } requested || Major(requested).Length == 0)
        {
            return null;
        }

        Found found = await run.Shared.Get(() => new RedisVersion(run))._found.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        string kind = provider.Kind == "valkey" ? "Valkey" : "Redis";
        bool isOfKind = kind == found.Kind;
        return isOfKind && Major(requested) == Major(found.Version) ? null
            : !provider.StrictVersion ? $"'{unit}' asked for {kind} {requested}, runs {(isOfKind ? "" : $"{found.Kind} ")}{found.Version}."
            : throw new EngineException(
                "TO1610",
                $"'{unit}' insists on {kind} {requested}, but '{found.Directory}' has {found.Kind} {found.Version}. "
                + $"Install {kind} {Major(requested)}, and set {RedisTools.Definition.Variable} to the directory of its programs.");
    }

    // Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d7c971a948f0
    internal static (string Kind, string Version)? Parse(string output) =>
        Line().Match(output) is { Success: true } match ? (match.Groups["kind"].Value, match.Groups["version"].Value) : null;

    private static string Major(string version) => string.Concat(version.TakeWhile(char.IsAsciiDigit));

    private async Task<Found> FindAsync()
    {
        Tool tool = await ToolShelf.Of(_run).GetAsync(RedisTools.Definition, CancellationToken.None).ConfigureAwait(false);
        string output = Path.Combine(_run.StateDirectory, "redis-version.log");
        ProcessStart start = tool.Start(RedisTools.Server, ["--version"], _run.StateDirectory, output);
        ChildProcess process = await _run.StartProcessAsync(start).ConfigureAwait(false);
        ProcessExit exit = await process.Exited.ConfigureAwait(false);
        return Parse(await File.ReadAllTextAsync(output).ConfigureAwait(false)) is (string kind, string version)
            ? new(kind, version, tool.Directory)
            : throw new EngineException("TO1611", $"'{RedisTools.Server} --version' {exit} without naming one. {LogTail.Quote(output)}");
    }

    [GeneratedRegex("^(?<kind>\\w+) server v=(?<version>[0-9]+(\\.[0-9]+)*)")]
    private static partial Regex Line();

    private sealed record Found(string Kind, string Version, string Directory);
}
