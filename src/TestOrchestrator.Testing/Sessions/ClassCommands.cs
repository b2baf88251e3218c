using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Hosting.Dashboards;
using TestOrchestrator.Testing.Evidence;

namespace TestOrchestrator.Testing.Sessions;

/// <summary>The commands that the dashboard offers on a class whose tests have failed.</summary>
internal static class ClassCommands
{
    public static void Add(DashboardClass shown, ClassApp app)
    {
        Offer("failure-logs", "Show where the logs are", "DocumentText", () => true, () => Task.FromResult(Logs(app)));
        if (app.ProxyRoots.Count > 0)
        {
            Offer("failure-traffic", "Write the traffic (HAR)", "ArrowSwap", () => true, () => TrafficAsync(app));
        }

        if (app.Application.Lane != Lane.Aspire)
        {
            Offer("keep", "Keep the application", "Pin", () => !app.IsKept && !app.HasEnded, () => KeepAsync(app));
            Offer("reopen", "Reopen the application", "ArrowClockwise", () => app.IsKept, () => Task.FromResult(Reopen(app)));
        }

        void Offer(string name, string label, string icon, Func<bool> isPossible, Func<Task<string>> execute) =>
            shown.AddCommand(name, label, icon, () => app.HasFailedTests && isPossible(), execute);
    }

    private static string Logs(ClassApp app) => string.Join(
        Environment.NewLine,
        EvidenceFile.LogsOf(app.ClassName, app.Application).Select(file => file.Path).Prepend(app.Application.LogDirectory));

    private static async Task<string> TrafficAsync(ClassApp app)
    {
        if (!app.HasEnded)
        {
            await TrafficFiles.WriteAsync(app).ConfigureAwait(false);
        }

        return string.Join(Environment.NewLine, TrafficFiles.Of(app).Select(file => file.Path));
    }

    private static Task<string> KeepAsync(ClassApp app)
    {
        app.Keep();
        app.Row?.Show();
        return Task.FromResult(
            "The data of its servers is kept when its last test has ended. Then this reopens the application:"
            + $"{Environment.NewLine}{FailureReport.ReopenCommand(app)}");
    }

    private static string Reopen(ClassApp app) => app.HasEnded
        ? FailureReport.ReopenCommand(app)
        : $"When its last test has ended:{Environment.NewLine}{FailureReport.ReopenCommand(app)}";
}
