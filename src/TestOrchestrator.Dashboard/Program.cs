using System.Runtime.InteropServices;
using System.Text.Json;
using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Records;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Hosting.Dashboards;

namespace TestOrchestrator.Dashboard;

/// <summary>
/// Shows a run in Aspire's dashboard until Ctrl+C, or until its standard input is closed. <c>orch dashboard</c> starts it, with the
/// directory of the run.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not [{ } directory])
        {
            await Console.Error.WriteLineAsync("Give the directory of a run: orch dashboard RUN.").ConfigureAwait(false);
            return 1;
        }

        using CancellationTokenSource end = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        _ = Task.Run(async () =>
        {
            await Console.In.ReadToEndAsync(end.Token).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
        });
        try
        {
            await ShowAsync(directory, end.Token).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is AppHostException or EngineException or IOException or UnauthorizedAccessException or JsonException)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return 1;
        }

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            end.Cancel();
        }
    }

    private static async Task ShowAsync(string directory, CancellationToken cancellationToken)
    {
        RunRecord record = RunRecord.Read(directory);
        string program = DashboardProgram.Find(record.Directory);
        EngineRun run = EngineRun.Start(new() { Name = "dashboard", RunsDirectory = Path.Combine(UserCache.Open(), "dashboards") });
        await using (run.ConfigureAwait(false))
        {
            string title = $"{record.Name} {record.Id}";
            RunDashboard dashboard = await RunDashboard.StartAsync(run, title, program, cancellationToken).ConfigureAwait(false);
            await using (dashboard.ConfigureAwait(false))
            {
                await dashboard.ShowAsync(record, cancellationToken).ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"dashboard: {dashboard.Address} shows the run until Ctrl+C").ConfigureAwait(false);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
