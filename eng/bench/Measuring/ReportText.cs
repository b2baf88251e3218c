using System.Globalization;
using System.Text;
using Bench.Machines;

namespace Bench.Measuring;

/// <summary>Shows a report to people: a table for each set of columns, p50 / p99.</summary>
internal static class ReportText
{
    public static string Of(Report report)
    {
        StringBuilder text = new();
        foreach (IGrouping<string, Row> table in report.Rows.GroupBy(row => string.Join('|', ColumnsOf(row))))
        {
            AppendTable(text, [.. table]);
            text.AppendLine();
        }

        foreach (Comparison comparison in report.Comparisons)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{comparison.Ratio,6:0.0} x  {comparison.Text}");
        }

        if (report.Rows.Any(row => row.IsDoneByOthers))
        {
            text.AppendLine("* The work itself is done by processes that are not ours, and is among the others.");
        }

        report.Missing.Concat(report.Notes).ToList().ForEach(line => text.AppendLine(line));
        text.AppendLine(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, .NET {Environment.Version}, load {Conditions.Load():0.00} at the end. Figures are p50 / p99 of the runs.");
        return text.ToString();
    }

    private static void AppendTable(StringBuilder text, Row[] rows)
    {
        string[] columns = ColumnsOf(rows[0]);
        string[][] cells = [["", "runs", .. columns, "load", "others"], .. rows.Select(row => Cells(row, columns))];
        int[] widths = [.. Enumerable.Range(0, cells[0].Length).Select(i => cells.Max(line => line[i].Length))];
        foreach (string[] line in cells)
        {
            text.AppendLine(string.Join("  ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }

    private static string[] Cells(Row row, string[] columns) =>
    [
        row.What,
        row.Samples.Length.ToString(CultureInfo.InvariantCulture),
        .. columns.Select(column => $"{Text(row.Percentile(column, 0.5))} / {Text(row.Percentile(column, 0.99))}"),
        string.Create(CultureInfo.InvariantCulture, $"{row.Conditions.LoadBefore:0.0}-{row.Conditions.LoadAfter:0.0}"),
        string.Create(CultureInfo.InvariantCulture, $"{row.Conditions.OthersPercent:0} %{(row.IsDoneByOthers ? " *" : "")}"),
    ];

    private static string[] ColumnsOf(Row row) => [.. row.Samples.SelectMany(sample => sample.Keys).Distinct()];

    private static string Text(double? value) => value?.ToString(value switch { >= 1000 => "0", < 1 => "0.0##", _ => "0.0" }, CultureInfo.InvariantCulture) ?? "";
}
