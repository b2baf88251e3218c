using System.Globalization;
using Spectre.Console;
using TestOrchestrator.Groups.Holding;

namespace TestOrchestrator.Cli.Groups;

/// <summary>Prints how groups are, for people.</summary>
internal static class ReportPrinter
{
    private const int QuotedLines = 10;

    public static void Print(IAnsiConsole console, GroupReport report)
    {
        console.WriteLine($"{report.Id}  {report.Address}  {(report.Held ? $"held by process {report.Holder}" : "not held")}");
        console.WriteLine(report.Directory);
        Table table = new() { Border = TableBorder.None };
        table.AddColumns("process", "status", "state", "pid", "since (UTC)", "endpoints");
        foreach (ProcessReport process in report.Processes)
        {
            table.AddRow(
                new Text(process.Name),
                new Markup($"[{Colour(process.Status)}]{process.Status}[/]"),
                new Text(StateOf(process)),
                new Text(process.Pid?.ToString(CultureInfo.InvariantCulture) ?? ""),
                new Text(process.Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
                new Text(string.Join(", ", process.Endpoints.Select(e => $"{e.Key} {e.Value}"))));
        }

        console.Write(table);
        foreach (ProcessReport process in report.Processes.Where(p => p.Reason is not null))
        {
            console.WriteLine($"{process.Name}: {process.Reason}");
            foreach (string line in process.LastLines.TakeLast(QuotedLines))
            {
                console.WriteLine($"    {line}");
            }
        }
    }

    public static void Print(IAnsiConsole console, IReadOnlyList<GroupReport> reports)
    {
        Table table = new() { Border = TableBorder.None };
        table.AddColumns("group", "address", "held", "processes");
        foreach (GroupReport report in reports)
        {
            string processes = string.Join(", ", report.Processes.GroupBy(p => p.Status).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key}"));
            table.AddRow(new Text(report.Id), new Text(report.Address ?? ""), new Text(report.Held ? "yes" : "no"), new Text(processes));
        }

        console.Write(table);
    }

    private static string StateOf(ProcessReport process) => (process.ExitCode, process.Signal) switch
    {
        _ when process.Status == ProcessStatus.Run => process.State.ToString(),
        ({ } code, _) => $"{process.State} (exit code {code})",
        (_, { } signal) => $"{process.State} (signal {signal})",
        _ => process.State.ToString(),
    };

    private static string Colour(ProcessStatus status) => status switch
    {
        ProcessStatus.Run => "green",
        ProcessStatus.Fail or ProcessStatus.Unknown => "red",
        _ => "grey",
    };
}
