using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Bench.Measuring;

/// <summary>What was measured, and on what machine.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    private readonly List<(string What, Sample[] Samples)> _rows = [];
    private readonly List<string> _notes = [];

    public Report() => Note($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, load {Machine.Load()}");

    public void Add(string what, IEnumerable<Sample> samples) => _rows.Add((what, [.. samples]));

    public void Note(string text) => _notes.Add(text);

    public string Render()
    {
        StringBuilder text = new();
        string[] headings = ["", "runs", "started p50/p99", "answered p50/p99", "finished p50/p99", "stopped p50", "CPU p50", "MiB p50"];
        string[][] cells = [headings, .. _rows.Select(r => Row(r.What, r.Samples))];
        int[] widths = [.. Enumerable.Range(0, headings.Length).Select(column => cells.Max(row => row[column].Length))];
        foreach (string[] row in cells)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        _notes.ForEach(note => text.AppendLine(note));
        text.AppendLine(CultureInfo.InvariantCulture, $"load at the end {Machine.Load()}; times in ms");
        return text.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(new { notes = _notes, rows = _rows.Select(r => new { what = r.What, samples = r.Samples }) }, s_json);

    private static string[] Row(string what, Sample[] samples) =>
    [
        what,
        $"{samples.Length}",
        Pair(samples.Select(s => (double?)s.Started)),
        Pair(samples.Select(s => s.Answered)),
        Pair(samples.Select(s => s.Finished)),
        Text(Percentile(samples.Select(s => (double?)s.Stopped), 0.5)),
        Text(Percentile(samples.Select(s => s.Cpu), 0.5)),
        Text(Percentile(samples.Select(s => s.Memory), 0.5)),
    ];

    private static string Pair(IEnumerable<double?> values) => Percentile(values, 0.5) is { } median
        ? $"{Text(median)} / {Text(Percentile(values, 0.99))}"
        : "";

    private static double? Percentile(IEnumerable<double?> values, double p)
    {
        double[] sorted = [.. values.OfType<double>().Order()];
        return sorted.Length == 0 ? null : sorted[Math.Clamp((int)Math.Ceiling(p * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    private static string Text(double? value) => value?.ToString("0.0", CultureInfo.InvariantCulture) ?? "";
}
