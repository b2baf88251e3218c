using System.Collections.Concurrent;
using System.Reflection;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Engine.Projects;

/// <summary>
/// Finds the assembly that a project builds. The build of the app host has left its path in the generated class; a project that was added
/// by path is built, once a run. Thread-safe.
/// </summary>
internal sealed class ProjectTarget(EngineRun run)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _built = new(StringComparer.Ordinal);
    private int _builds;

    public static async Task<string> FindAsync(UnitContext context, DotnetServiceProvider service, CancellationToken cancellationToken)
    {
        EngineRun run = context.Run;
        string target = service.TargetPath
            ?? await run.Shared.Get(() => new ProjectTarget(run)).BuildAsync(service.ProjectPath).WaitAsync(cancellationToken).ConfigureAwait(false);
        return File.Exists(target) ? target : throw ProjectErrors.NotBuilt(context.Name, target);
    }

    private Task<string> BuildAsync(string projectPath) =>
        _built.GetOrAdd(projectPath, path => new(() => RunBuildAsync(path))).Value;

    private async Task<string> RunBuildAsync(string projectPath)
    {
        string output = Path.Combine(run.StateDirectory, $"build-{Interlocked.Increment(ref _builds)}.log");
        ChildProcess build = await run.StartProcessAsync(new()
        {
            Program = DotnetHost.Path,

            // The target is named, as without any a question for a property is answered without a build.
            Arguments = ["build", projectPath, "--configuration", Configuration(), "-target:Build", "-getProperty:TargetPath", "-nologo", "-nodeReuse:false"],
            Environment = new Dictionary<string, string> { ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["UseSharedCompilation"] = "false" },
            WorkingDirectory = Path.GetDirectoryName(projectPath)!,
            OutputFile = output,
        }).ConfigureAwait(false);
        ProcessExit exit = await build.Exited.ConfigureAwait(false);
        string target = LogTail.Read(output).LastOrDefault("").Trim();
        return (exit.IsSuccess, target) switch
        {
            (false, _) => throw ProjectErrors.BuildFailed(projectPath, $"dotnet build {exit}. {LogTail.Quote(output)}"),
            (true, "") => throw ProjectErrors.NoTarget(projectPath),
            _ => target,
        };
    }

    // The configuration that the app host itself was built in.
    private static string Configuration() =>
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration is { Length: > 0 } configuration ? configuration : "Debug";
}
