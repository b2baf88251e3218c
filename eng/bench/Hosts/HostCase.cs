using System.Diagnostics;
using Bench.Cases;
using Bench.Machines;
using Bench.Measuring;
using Bench.Options;
using Bench.Peers;

namespace Bench.Hosts;

/// <summary>What the extension adds to a test host: two projects with one empty test, which differ by the extension alone.</summary>
internal sealed class HostCase : ICase
{
    private const string Plain = "PlainHost";
    private const string Extended = "ExtendedHost";
    private const string Took = "ended ms";
    private const int WarmUp = 3;
    private const int Runs = 25;

    public string Name => "host";

    public async Task RunAsync(Report report, BenchOptions options)
    {
        DirectoryInfo output = Directory.CreateTempSubdirectory("bench-hosts-");
        try
        {
            string plain = await BuildAsync(output.FullName, Plain);
            string extended = await BuildAsync(output.FullName, Extended);
            await MeasureAsync(report, options, "run", plain, extended, []);
            await MeasureAsync(report, options, "--list-tests", plain, extended, ["--list-tests"]);
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    private static async Task<string> BuildAsync(string output, string project)
    {
        Console.Error.WriteLine($"building {project}");
        string directory = Path.Combine(BenchRun.Project, "Assets", project);

        // Of artifacts of its own, so that nothing that is being built elsewhere changes what is measured.
        await ExternalCommand.MustAsync(directory, "dotnet", "build", "-c", "Release", "-nologo", "-v:q", "-nodeReuse:false", "-p:UseSharedCompilation=false", $"-p:ArtifactsPath={Path.Combine(output, "artifacts")}");
        return Directory.EnumerateFiles(Path.Combine(output, "artifacts", "bin", project), project, SearchOption.AllDirectories).First();
    }

    // By turns: whatever else the machine does hits both alike.
    private static async Task MeasureAsync(Report report, BenchOptions options, string what, string plain, string extended, string[] arguments)
    {
        string results = Directory.CreateTempSubdirectory("bench-results-").FullName;
        List<Sample> ofExtended = [];
        Row row = await Series.MeasureAsync($"host without the extension, {what}", WarmUp, options.RunsOr(Runs), async () =>
        {
            Sample sample = await RunAsync(plain, results, arguments);
            ofExtended.Add(await RunAsync(extended, results, arguments));
            return sample;
        });
        Directory.Delete(results, recursive: true);
        Row with = row with { What = $"host with the extension, {what}", WarmUp = [.. ofExtended[..WarmUp]], Samples = [.. ofExtended[WarmUp..]] };
        report.Add(row);
        report.Add(with);
        report.Note(FormattableString.Invariant($"The extension adds {with.Median(Took) - row.Median(Took):0.0} ms to the median of '{what}'."));
    }

    private static async Task<Sample> RunAsync(string program, string results, string[] arguments)
    {
        double processor = ProcessorTime.OfTree();
        long begin = Stopwatch.GetTimestamp();
        await ExternalCommand.MustAsync(results, [program, "--results-directory", results, .. arguments]);
        return new() { [Took] = Series.Since(begin), [Columns.Processor] = ProcessorTime.OfTree() - processor };
    }
}
