using System.Text;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Engine.LifeCycle;

namespace TestOrchestrator.Hosting.Foreground;

/// <summary>Shows the resources of an application as a table.</summary>
internal static class ResourceTable
{
    private static readonly string[] s_headings = ["RESOURCE", "STATE", "PROCESS", "ADDRESS"];

    public static string Render(RunningApplication application)
    {
        string[][] rows = [s_headings, .. application.Resources.Values.OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => Row(application, r))];
        int[] widths = [.. Enumerable.Range(0, s_headings.Length).Select(column => rows.Max(row => row[column].Length))];
        StringBuilder table = new();
        foreach (string[] row in rows)
        {
            table.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        return table.ToString().TrimEnd();
    }

    private static string[] Row(RunningApplication application, ResourceSnapshot resource) =>
    [
        resource.Name,
        resource.State.ToString(),
        resource.Process is { } process ? $"{process.Pid}" : "",
        string.Join(", ", application.EndpointsOf(resource.Name).Select(e => e.Url.GetLeftPart(UriPartial.Authority))),
    ];
}
