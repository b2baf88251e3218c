using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Spectre.Console;
using TestOrchestrator.Cli.Output;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Records;

namespace TestOrchestrator.Cli.Dashboards;

/// <summary><c>orch dashboard</c>.</summary>
internal static class DashboardCommand
{
    public static Command Create()
    {
        Argument<string?> run = new("run")
        {
            Description = "The directory of a run, its id or the beginning of it, or its number in the list.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> list = new("--list") { Description = "Lists the last 20 runs, and opens none." };
        Command command = new(
            "dashboard",
            "Shows a test run in Aspire's dashboard until Ctrl+C; without a run, those that are started meanwhile, and the last 20 to choose from.")
        {
            run,
            list,
        };
        command.SetWork(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<RunRecord> runs = RecentRuns.Find();
            if (parsed.GetValue(run) is { } wanted)
            {
                return await OpenAsync([RecentRuns.Choose(runs, wanted)], cancellationToken).ConfigureAwait(false);
            }

            if (!parsed.GetValue(list))
            {
                return await OpenAsync(["--share", .. runs.Select(r => r.Directory)], cancellationToken).ConfigureAwait(false);
            }

            new Printer(parsed).Print(
                runs.Select(r => new { r.Id, r.Name, r.Lane, r.Started, r.Passed, r.Failed, r.Directory }),
                console => Print(console, runs));
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<RunRecord> runs)
    {
        if (runs.Count == 0)
        {
            console.WriteLine(
                $"There is no run below '{Directory.GetCurrentDirectory()}'. "
                + "Tests write them to artifacts/testorchestrator in their project.");
            return;
        }

        Table table = new() { Border = TableBorder.None };
        table.AddColumns("", "started (UTC)", "tests", "lane", "passed", "failed", "run");
        foreach ((int index, RunRecord run) in runs.Index())
        {
            table.AddRow(
                new Text($"{index + 1}"),
                new Text(run.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
                new Text(run.Name),
                new Text(run.Lane),
                new Text($"{run.Passed}"),
                new Markup(run.Failed > 0 ? $"[red]{run.Failed}[/]" : "0"),
                new Text(run.Id));
        }

        console.Write(table);
        console.WriteLine("Open one of them: orch dashboard RUN, with its number or the beginning of its id.");
    }

    // A program of its own: it needs Aspire, which nothing else of this command line does.
    private static async Task<int> OpenAsync(string[] arguments, CancellationToken cancellationToken)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "dashboard", "TestOrchestrator.Dashboard.dll");
        if (!File.Exists(program))
        {
            throw new EngineException("TO1903", $"The program that shows runs is not at '{program}'. Install TestOrchestrator.Cli again.");
        }

        using Process process = Process.Start(new ProcessStartInfo(DotnetHost.Path, ["exec", program, .. arguments])
        {
            UseShellExecute = false,

            // It ends when this is closed: with this process, however that ends.
            RedirectStandardInput = true,
        })!;

        // A terminal's Ctrl+C reaches both, a signal only this one. The other one stops in order, and this one waits for it.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c =>
        {
            c.Cancel = true;
            process.StandardInput.Close();
        });
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode;
    }
}
