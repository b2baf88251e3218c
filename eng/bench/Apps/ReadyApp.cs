using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.AppHosts;

namespace Bench.Apps;

/// <summary>Runs app hosts on the local engine, as a test session does.</summary>
internal static class ReadyApp
{
    /// <summary>Runs the entry point of an app host, and waits until every resource is healthy.</summary>
    public static async Task<AppHostApplication> StartAsync(Type appHost, EngineRun run, params string[] args)
    {
        AppHostApplication application = await AppHostApplication.CreateAsync(
            new() { AppHost = appHost, Args = [.. args] },
            new() { Run = run, Name = "bench", Lane = run.Options.Lane });
        try
        {
            await application.WaitUntilReadyAsync();
            return application;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }
}
