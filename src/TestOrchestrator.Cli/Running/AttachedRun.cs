using Spectre.Console;
using TestOrchestrator.Cli.Groups;
using TestOrchestrator.Cli.Logs;
using TestOrchestrator.Cli.Output;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Groups.Holding;
using TestOrchestrator.Groups.Keeping;

namespace TestOrchestrator.Cli.Running;

/// <summary>Runs a group in the foreground: creates and starts it, follows its logs, and terminates it at Ctrl+C.</summary>
internal static class AttachedRun
{
    public static async Task<int> RunAsync(string source, GroupOptions options)
    {
        using CancellationTokenSource end = new();
        using EndSignals signals = new(end);
        string directory = GroupStore.Open().Create(source, options);
        try
        {
            EngineRun run = EngineRun.Start(GroupKeeper.OptionsFor(directory));
            await using (run.ConfigureAwait(false))
            {
                ProcessGroup group = await ProcessGroup.HoldAsync(run, directory, end.Token).ConfigureAwait(false);
                await using (group.ConfigureAwait(false))
                {
                    return await RunAsync(group, end.Token).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<int> RunAsync(ProcessGroup group, CancellationToken cancellationToken)
    {
        using LogFollower follower = new([.. group.Report.Processes.Select(p => (p.Name, p.Log))], Console.Out);
        try
        {
            GroupChange change = await group.StartAsync(wait: true, cancellationToken).ConfigureAwait(false);
            ReportPrinter.Print(Printer.ForPeople(), group.Report);
            if (change.Failure is { } failure && !cancellationToken.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync(failure).ConfigureAwait(false);
                return ExitCodes.Failed;
            }

            await Console.Out.WriteLineAsync("Press Ctrl+C to stop.").ConfigureAwait(false);
            await follower.FollowAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Out.WriteLineAsync("Stopping.").ConfigureAwait(false);
        }

        return ExitCodes.Done;
    }
}
