using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting;
using TestOrchestrator.Hosting.Runs;

namespace Bench.Cases;

/// <summary>Starts runs and describes applications for measurements, as a test session and an app host would.</summary>
internal static class BenchRun
{
    /// <summary>The project of the harness; run directories go below it.</summary>
    public static string Project { get; } = ProjectDirectory.Of(typeof(BenchRun).Assembly);

    public static EngineRun Start(Lane lane) => OrchestratorRun.Start(new() { Name = "bench", ProjectDirectory = Project, Lane = lane });

    public static ApplicationModel Describe(Action<IDistributedApplicationBuilder> describe)
    {
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder();
        describe(builder);
        return builder.Build().Model;
    }
}
