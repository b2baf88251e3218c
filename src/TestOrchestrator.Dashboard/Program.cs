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
/// Aspire's dashboard until Ctrl+C, or until its standard input is closed. <c>orch dashboard</c> starts it: with the directory of a run,
/// to show that; else with <c>--share</c> and the directories of runs to choose from, to show those that report to it meanwhile.
/// </summary>
internal static class Program
{
    private const string Share = "--share";

    public static async Task<int> Main(string[] args)
    {
        if (args.Length == 0)
        {
            await Console.Error.WriteLineAsync($"Give the directory of a run, or {Share}: orch dashboard [RUN].").ConfigureAwait(false);
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
            await ShowAsync(args, end.Token).ConfigureAwait(false);
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

    private static async Task ShowAsync(string[] args, CancellationToken cancellationToken)
    {
        bool isShared = args[0] == Share;
        RunRecord[] records = [.. (isShared ? args[1..] : args[..1]).Select(RunRecord.Read)];
        EngineRun run = EngineRun.Start(new() { Name = "dashboard", RunsDirectory = Path.Combine(UserCache.Open(), "dashboards") });
        await using (run.ConfigureAwait(false))
        {
            if (isShared && OpenDashboard.Find(run, session: null) is { } open)
            {
                await SayAsync($"{open.Address} is open already, in process {open.Owner.Pid}").ConfigureAwait(false);
                return;
            }

            string program = DashboardProgram.Find(records.Select(r => r.Directory));
            string title = isShared ? "tests" : $"{records[0].Name} {records[0].Id}";
            RunDashboard dashboard = await RunDashboard.StartAsync(run, title, program, cancellationToken).ConfigureAwait(false);
            await using (dashboard.ConfigureAwait(false))
            {
                if (isShared)
                {
                    await dashboard.OfferAsync(records, cancellationToken).ConfigureAwait(false);
                    dashboard.Share(session: null);
                    await SayAsync($"{dashboard.Address} shows the runs of TESTORCHESTRATOR_DASHBOARD=1 until Ctrl+C").ConfigureAwait(false);
                }
                else
                {
                    await dashboard.ShowAsync(records[0].Directory, cancellationToken).ConfigureAwait(false);
                    await SayAsync($"{dashboard.Address} shows the run until Ctrl+C").ConfigureAwait(false);
                }

                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static Task SayAsync(string text) => Console.Out.WriteLineAsync($"dashboard: {text}");
}
