using System.CommandLine;
using TestOrchestrator.Cli.Groups;
using TestOrchestrator.Cli.Output;
using TestOrchestrator.Groups.Holding;
using TestOrchestrator.Groups.Keeping;

namespace TestOrchestrator.Cli.Running;

/// <summary><c>orch run</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Argument<string> source = new("source") { Description = "The directory or project file of an app host, or the directory of a group.toml.", DefaultValueFactory = _ => "." };
        Argument<string[]> args = new("args") { Description = "After --: arguments of the app host.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> detach = new("--detach", "-d") { Description = "Leave it running as a group under its own nursery, and print its id." };
        Option<string?> name = GroupArguments.Name();
        Option<string[]> parameters = GroupArguments.Parameters();
        Command command = new("run", "Runs an app host or a group until Ctrl+C, or leaves it running with --detach.") { source, args, detach, name, parameters };
        command.SetWork(async (parsed, cancellationToken) =>
        {
            string path = parsed.GetRequiredValue(source);
            GroupOptions options = new() { Name = parsed.GetValue(name), Parameters = GroupArguments.Read(parsed.GetValue(parameters) ?? []), ParametersArePublic = true };
            return parsed.GetValue(detach) ? await DetachAsync(new(parsed), path, parsed.GetValue(args) ?? [], options, cancellationToken).ConfigureAwait(false)
                : NewGroup.ProjectOf(path) is { } project ? await AppHostRun.RunAsync(project, parsed.GetValue(args) ?? [], options, cancellationToken).ConfigureAwait(false)
                : await AttachedRun.RunAsync(path, options).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> DetachAsync(Printer printer, string source, string[] args, GroupOptions options, CancellationToken cancellationToken)
    {
        GroupClient client = GroupArguments.Client();
        string directory = await NewGroup.CreateAsync(client.Store, source, args, options, cancellationToken).ConfigureAwait(false);
        await client.HoldNewAsync(directory, cancellationToken).ConfigureAwait(false);
        GroupChange change = await StartProgress.ShowAsync(printer, directory, client.StartAsync(directory, wait: true, cancellationToken), cancellationToken).ConfigureAwait(false);
        return ChangePrinter.Print(printer, [change]);
    }
}
