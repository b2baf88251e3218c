using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.TestKit.Applications;

namespace TestOrchestrator.Postgres.Tests.Databases;

/// <summary>Starts applications in one run for all tests, as test classes of a user share one. Tests that end servers have runs of their own.</summary>
[TestClass]
public static class Apps
{
    private static readonly Lazy<TemporaryRun> s_run = new(() => TemporaryRun.Start(Lane.Fast));

    internal static Task<RunningApplication> StartAsync(string lane, Action<TestGroup> describe) =>
        s_run.Value.StartAsync(describe, LaneOf(lane));

    internal static Lane LaneOf(string name) => Lane.TryParse(name, out Lane lane) ? lane : throw new ArgumentException($"There is no lane '{name}'.", nameof(name));

    [AssemblyCleanup]
    public static async Task EndAsync()
    {
        if (s_run.IsValueCreated)
        {
            await s_run.Value.DisposeAsync();
        }
    }
}
