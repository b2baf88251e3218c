using System.CommandLine;
using TestOrchestrator.Cli.Output;
using TestOrchestrator.Groups.Holding;
using TestOrchestrator.Groups.Keeping;

namespace TestOrchestrator.Cli.Groups;

/// <summary><c>orch group create</c>.</summary>
internal static class CreateGroupCommand
{
    public static Command Create()
    {
        Argument<string> source = new("source") { Description = "The directory of a group.toml.", DefaultValueFactory = _ => "." };
        Option<string?> name = GroupArguments.Name();
        Option<string[]> parameters = GroupArguments.Parameters();
        Option<bool> start = new("--start") { Description = "Start it, too, and wait until every process is ready." };
        Command command = new("create", "Creates a group: reserves its address and ports, makes its files, and prints its id. Starts nothing.") { source, name, parameters, start };
        command.SetWork(async (parsed, cancellationToken) =>
        {
            GroupClient client = GroupArguments.Client();
            Printer printer = new(parsed);
            GroupOptions options = new() { Name = parsed.GetValue(name), Parameters = GroupArguments.Read(parsed.GetValue(parameters) ?? []), ParametersArePublic = true };
            string directory = client.Store.Create(parsed.GetRequiredValue(source), options);
            GroupReport report = await client.HoldNewAsync(directory, cancellationToken).ConfigureAwait(false);
            if (!parsed.GetValue(start))
            {
                printer.Print(report, _ => Console.Out.WriteLine(report.Id));
                return ExitCodes.Done;
            }

            GroupChange change = await StartProgress.ShowAsync(printer, directory, client.StartAsync(directory, wait: true, cancellationToken), cancellationToken).ConfigureAwait(false);
            return ChangePrinter.Print(printer, [change]);
        });
        return command;
    }
}
