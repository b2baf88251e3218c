using System.CommandLine;
using System.Runtime.InteropServices;
using TestOrchestrator.Cli.Groups;
using TestOrchestrator.Cli.Output;
using TestOrchestrator.Groups.Holding;
using TestOrchestrator.Groups.Keeping;

namespace TestOrchestrator.Cli.Logs;

/// <summary><c>orch group logs</c>.</summary>
internal static class LogsCommand
{
    public static Command Create()
    {
        Argument<string> group = GroupArguments.Group();
        Argument<string[]> processes = new("processes") { Description = "The processes; the default is all.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> follow = new("--follow", "-f") { Description = "Go on with what comes, until Ctrl+C." };
        Option<int?> tail = new("--tail", "-n") { Description = "Begin with this many lines; the default is all." };
        Command command = new("logs", "Prints the logs of the processes of a group, merged in their order.") { group, processes, follow, tail };
        command.SetWork(async (parsed, cancellationToken) =>
        {
            GroupReport report = await GroupClient.StatusAsync(GroupArguments.Client().Store.Find(parsed.GetRequiredValue(group)), cancellationToken).ConfigureAwait(false);
            using LogFollower follower = new([.. Choose(report, parsed.GetValue(processes) ?? []).Select(p => (p.Name, p.Log))], Console.Out);
            follower.PrintAll(parsed.GetValue(tail));
            if (parsed.GetValue(follow))
            {
                using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
                {
                    context.Cancel = true;
                    end.Cancel();
                });
                await FollowAsync(follower, end.Token).ConfigureAwait(false);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task FollowAsync(LogFollower follower, CancellationToken cancellationToken)
    {
        try
        {
            await follower.FollowAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The user has seen enough.
        }
    }

    private static IEnumerable<ProcessReport> Choose(GroupReport report, string[] asked) => asked.Length == 0 ? report.Processes : asked.Select(report.Get).Distinct();
}
