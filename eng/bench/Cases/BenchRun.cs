using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Runs;

namespace Bench.Cases;

/// <summary>Starts runs for measurements, as a test session would.</summary>
internal static class BenchRun
{
    /// <summary>The project of the harness; run directories go below it.</summary>
    public static string Project { get; } = AppHostProject.Of(typeof(BenchRun).Assembly).Directory;

    public static EngineRun Start(Lane lane) => OrchestratorRun.Start(new() { Name = "bench", ProjectDirectory = Project, Lane = lane });
}
