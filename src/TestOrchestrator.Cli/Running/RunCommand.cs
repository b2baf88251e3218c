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
        Argument<string> source = new("source")
        {
            Description = "The directory or project file of an app host, or the directory of a group.toml.",
            DefaultValueFactory = _ => ".",
        };
        Argument<string[]> args = new("args") { Description = "After --: arguments of the app host.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> detach = new("--detach", "-d") { Description = "Leave it running as a group under its own nursery, and print its id." };
        Option<string?> lane = new("--lane") { Description = "For an app host: real (the default), fast, or aspire for Aspire's own engine." };
        Option<string?> reopen = new("--reopen") { Description = "For an app host: the directory of a kept application, to continue it." };
        Option<string?> name = GroupArguments.Name();
        Option<string[]> parameters = GroupArguments.Parameters();
        Command command = new("run", "Runs an app host or a group until Ctrl+C, or leaves it running with --detach.")
        {
            source, args, detach, lane, reopen, name, parameters,
        };
        command.SetWork(async (parsed, cancellationToken) =>
        {
            string path = parsed.GetRequiredValue(source);
            GroupOptions options = new()
            {
                Name = parsed.GetValue(name),
                Parameters = GroupArguments.Read(parsed.GetValue(parameters) ?? []),
                ParametersArePublic = true,
            };
            AppHostProgram? appHost = AppHostProgram.ProjectOf(path) is { } project
                ? AppHostProgram.Of(project, parsed.GetValue(args) ?? [], options, parsed.GetValue(lane), parsed.GetValue(reopen))
                : null;
            return parsed.GetValue(detach) ? await DetachAsync(new(parsed), path, appHost, options, cancellationToken).ConfigureAwait(false)
                : appHost is not null ? await AppHostRun.RunAsync(appHost, cancellationToken).ConfigureAwait(false)
                : await AttachedRun.RunAsync(path, options).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> DetachAsync(
        Printer printer,
        string source,
        AppHostProgram? appHost,
        GroupOptions options,
        CancellationToken cancellationToken)
    {
        GroupClient client = GroupArguments.Client();
        string directory = appHost is null
            ? client.Store.Create(source, options)
            : await AppHostGroup.CreateAsync(client.Store, appHost, options, cancellationToken).ConfigureAwait(false);
        await client.HoldNewAsync(directory, cancellationToken).ConfigureAwait(false);
        Task<GroupChange> start = client.StartAsync(directory, wait: true, cancellationToken);
        GroupChange change = await StartProgress.ShowAsync(printer, directory, start, cancellationToken).ConfigureAwait(false);
        return ChangePrinter.Print(printer, [change]);
    }
}
