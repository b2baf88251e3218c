using System.CommandLine;
using TestOrchestrator.Cli.Output;
using TestOrchestrator.Groups.Holding;
using TestOrchestrator.Groups.Keeping;

namespace TestOrchestrator.Cli.Groups;

/// <summary><c>orch group start</c>.</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        Argument<string[]> groups = GroupArguments.Groups();
        Option<bool> noWait = new("--no-wait") { Description = "Return at once, and not when every process is ready." };
        Option<bool> detach = new("--detach") { Description = "The default: a group lives on under its own nursery when this command has ended. See 'orch run' for one that does not." };
        Command command = new("start", "Starts every process that does not run, and waits until all are ready.") { groups, noWait, detach };
        command.SetWork(async (parsed, cancellationToken) =>
        {
            GroupClient client = GroupArguments.Client();
            string[] directories = [.. parsed.GetRequiredValue(groups).Select(client.Store.Find)];
            Printer printer = new(parsed);
            List<GroupChange> changes = [];
            foreach (string directory in directories)
            {
                changes.Add(await StartProgress.ShowAsync(printer, directory, client.StartAsync(directory, !parsed.GetValue(noWait), cancellationToken), cancellationToken).ConfigureAwait(false));
            }

            return ChangePrinter.Print(printer, changes);
        });
        return command;
    }
}
