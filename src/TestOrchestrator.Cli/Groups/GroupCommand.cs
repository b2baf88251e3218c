using System.CommandLine;
using TestOrchestrator.Cli.Logs;
using TestOrchestrator.Cli.Output;
using TestOrchestrator.Groups.Holding;
using TestOrchestrator.Groups.Keeping;

namespace TestOrchestrator.Cli.Groups;

/// <summary><c>orch group</c>.</summary>
internal static class GroupCommand
{
    public static Command Create() => new("group", "Groups of processes: created, started, stopped, started again, terminated.")
    {
        CreateGroupCommand.Create(),
        StartCommand.Create(),
        Change("stop", "Stops every process and waits until all have ended. Address, ports and files stay.", "Stopping", (client, group, token) => client.StopAsync(group, token)),
        Change("terminate", "Stops every process, gives address and ports back, and removes the files.", "Terminating", (client, group, token) => client.TerminateAsync(group, token)),
        RestartCommand(),
        StatusCommand(),
        ListCommand(),
        LogsCommand.Create(),
    };

    private static Command Change(string name, string description, string doing, Func<GroupClient, string, CancellationToken, Task<GroupChange>> change)
    {
        Argument<string[]> groups = GroupArguments.Groups();
        Command command = new(name, description) { groups };
        command.SetWork(async (parsed, cancellationToken) =>
        {
            GroupClient client = GroupArguments.Client();
            string[] directories = [.. parsed.GetRequiredValue(groups).Select(client.Store.Find)];
            Printer printer = new(parsed);
            GroupChange[] changes = await printer.WithProgressAsync(
                $"{doing} {string.Join(", ", directories.Select(Path.GetFileName))}.",
                Task.WhenAll(directories.Select(d => change(client, d, cancellationToken))),
                () => Task.FromResult(""),
                cancellationToken).ConfigureAwait(false);
            return ChangePrinter.Print(printer, changes);
        });
        return command;
    }

    private static Command RestartCommand()
    {
        Argument<string> group = GroupArguments.Group();
        Argument<string?> process = new("process") { Description = "The process; the default is all.", Arity = ArgumentArity.ZeroOrOne };
        Command command = new("restart", "Stops and starts one process, or all, and waits until they are ready.") { group, process };
        command.SetWork(async (parsed, cancellationToken) =>
        {
            GroupClient client = GroupArguments.Client();
            string directory = client.Store.Find(parsed.GetRequiredValue(group));
            Printer printer = new(parsed);
            return ChangePrinter.Print(printer, [await StartProgress.ShowAsync(printer, directory, client.RestartAsync(directory, parsed.GetValue(process), cancellationToken), cancellationToken).ConfigureAwait(false)]);
        });
        return command;
    }

    private static Command StatusCommand()
    {
        Argument<string> group = GroupArguments.Group();
        Command command = new("status", "Shows how each process of a group is.") { group };
        command.SetWork(async (parsed, cancellationToken) =>
        {
            GroupReport report = await GroupClient.StatusAsync(GroupArguments.Client().Store.Find(parsed.GetRequiredValue(group)), cancellationToken).ConfigureAwait(false);
            new Printer(parsed).Print(report, console => ReportPrinter.Print(console, report));
            return report.Processes.Any(p => p.Status is ProcessStatus.Fail or ProcessStatus.Unknown) ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    private static Command ListCommand()
    {
        Command command = new("list", "Lists all groups of this user.");
        command.SetWork(async (parsed, cancellationToken) =>
        {
            GroupReport[] reports = await Task.WhenAll(GroupArguments.Client().Store.List().Select(d => GroupClient.StatusAsync(d, cancellationToken))).ConfigureAwait(false);
            new Printer(parsed).Print(reports, console => ReportPrinter.Print(console, reports));
            return ExitCodes.Done;
        });
        return command;
    }
}
