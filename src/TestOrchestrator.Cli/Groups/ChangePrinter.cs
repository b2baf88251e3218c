using Spectre.Console;
using TestOrchestrator.Cli.Output;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Cli.Groups;

/// <summary>Prints what an action did.</summary>
internal static class ChangePrinter
{
    /// <returns>The exit code.</returns>
    public static int Print(Printer printer, IReadOnlyList<GroupChange> changes)
    {
        printer.Print(changes, console =>
        {
            foreach (GroupChange change in changes)
            {
                console.WriteLine(change.Id);
                foreach ((string process, string what) in change.Processes)
                {
                    console.MarkupLineInterpolated($"  {process}: {(what == "failed" ? "[red]failed[/]" : what)}");
                }
            }
        });
        foreach (string failure in changes.Select(c => c.Failure).OfType<string>().Where(_ => !printer.IsJson))
        {
            Console.Error.WriteLine(failure);
        }

        return changes.Any(c => c.Failure is not null) ? ExitCodes.Failed : ExitCodes.Done;
    }
}
