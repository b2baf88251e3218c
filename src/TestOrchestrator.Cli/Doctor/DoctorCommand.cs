using System.CommandLine;
using Spectre.Console;
using TestOrchestrator.Cli.Output;

namespace TestOrchestrator.Cli.Doctor;

/// <summary><c>orch doctor</c>.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        Command command = new("doctor", "Tells what this machine offers and lacks, with the command that helps. Starts and fetches nothing.");
        command.SetWork((parsed, _) =>
        {
            Finding[] findings = [.. SystemFindings.Look(), .. ToolFindings.Look()];
            new Printer(parsed).Print(findings, console => Print(console, findings));
            return Task.FromResult(findings.Any(f => f.State == FindingState.Missing) ? ExitCodes.Lacking : ExitCodes.Done);
        });
        return command;
    }

    private static void Print(IAnsiConsole console, Finding[] findings)
    {
        Grid grid = new();
        grid.AddColumns(3);
        foreach (Finding finding in findings)
        {
            string mark = finding.State switch { FindingState.Good => "[green]ok[/]", FindingState.Warning => "[yellow]note[/]", _ => "[red]missing[/]" };
            grid.AddRow(new Markup(mark), new Text(finding.Name), new Text(finding.Help is null ? finding.Seen : $"{finding.Seen}\n{finding.Help}"));
        }

        console.Write(grid);
    }
}
