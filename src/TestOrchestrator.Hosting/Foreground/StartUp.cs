using Aspire.Hosting;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Local;

namespace TestOrchestrator.Hosting.Foreground;

/// <summary>
/// The way into an app host that is the program of its own process and has nothing of ours: Aspire's diagnostic events give access to its
/// builder, and the local engine is put into each application before it is built. Never ends.
/// </summary>
internal static class StartUp
{
    /// <summary>Called by the start-up hook, whatever its version is: before the app host's own code, once.</summary>
    public static void Run()
    {
        // Here, where the hook can say that there is another version, and not in the middle of the app host.
        _ = typeof(DistributedApplication).Assembly;
        ForegroundProcess.Enter();
        _ = AspireEvents.Subscribe(static () => true, Happened);
    }

    private static void Happened(KeyValuePair<string, object?> value)
    {
        // One that has called UseLocalEngine itself stays as it is.
        if (value is { Key: AspireEvents.Building, Value: IDistributedApplicationBuilder builder } && !LocalEngine.IsInstalled(builder))
        {
            builder.UseLocalEngine();
        }
    }
}
