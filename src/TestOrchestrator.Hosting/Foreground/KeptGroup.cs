using TestOrchestrator.AppModel;
using TestOrchestrator.Groups.Keeping;
using TestOrchestrator.Hosting.Building;
using TestOrchestrator.Hosting.Runs;

namespace TestOrchestrator.Hosting.Foreground;

/// <summary>Runs an app host as the keeper of a group, which <c>orch</c> creates, starts and stops: the same application, at an address of its own, without a terminal.</summary>
internal static class KeptGroup
{
    public static Task<int> RunAsync(string group, ApplicationModel model, AppHostProject project, IReadOnlyList<string> args) => GroupKeeper.RunAsync(
        group,
        options => OrchestratorRun.Start(new()
        {
            Name = options.Name,
            ProjectDirectory = project.Directory,
            RunsDirectory = options.RunsDirectory,
            Lane = LaneChoice.OfArguments(args),
            HealthInterval = options.HealthInterval,
            UnmatchedRequests = Proxy.Sessions.UnmatchedRequests.Forward,
        }),
        model);
}
