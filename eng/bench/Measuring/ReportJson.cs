using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bench.Machines;

namespace Bench.Measuring;

/// <summary>Writes a report for programs, with every single measurement. The format has a version.</summary>
internal static class ReportJson
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Report report) => JsonSerializer.Serialize(
        new
        {
            version = Version,
            at = TimeProvider.System.GetUtcNow(),
            product = typeof(ReportJson).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            machine = new { processors = Environment.ProcessorCount, dotnet = Environment.Version.ToString(), system = Environment.OSVersion.VersionString, load = Conditions.Load() },
            rows = report.Rows.Select(row => new
            {
                row.What,
                runs = row.Samples.Length,
                row.Conditions,
                row.IsDoneByOthers,
                figures = row.Samples.SelectMany(s => s.Keys).Distinct().ToDictionary(column => column, column => new
                {
                    min = row.Percentile(column, 0),
                    p50 = row.Percentile(column, 0.5),
                    p99 = row.Percentile(column, 0.99),
                }),
                row.WarmUp,
                row.Samples,
            }),
            report.Comparisons,
            report.Missing,
            report.Notes,
        },
        s_json);
}
