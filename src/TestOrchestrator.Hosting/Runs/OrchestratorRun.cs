using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.Proxies;

namespace TestOrchestrator.Hosting.Runs;

/// <summary>Starts runs with everything that an app host can ask for.</summary>
public static class OrchestratorRun
{
    private const string RunsVariable = "TESTORCHESTRATOR_RUNS";

    /// <summary>Starts a run.</summary>
    /// <param name="options">What is wanted.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ArgumentException">The options cannot be used; all problems are listed.</exception>
    public static EngineRun Start(OrchestratorRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        UserAuthority authority = UserAuthority.OfUser;
        authority.TrustInThisProcess();
        EngineRun run = EngineRun.Start(new()
        {
            Name = options.Name,
            RunsDirectory = options.RunsDirectory
                ?? (Environment.GetEnvironmentVariable(RunsVariable) is { Length: > 0 } named ? Path.GetFullPath(named) : null)
                ?? Path.Combine(options.ProjectDirectory, "artifacts", "testorchestrator"),
            Lane = options.Lane,
            TimeProvider = options.TimeProvider,
        });
        run.Shared.Get(() => new SharedProxyServer(run, authority, options.UnmatchedRequests));
        return run;
    }
}
