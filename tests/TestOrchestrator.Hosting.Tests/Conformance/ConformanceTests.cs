using System.Collections.Immutable;
using TestOrchestrator.Hosting.Dcp;
using TestOrchestrator.Hosting.Tests.Kit;

namespace TestOrchestrator.Hosting.Tests.Conformance;

/// <summary>
/// The local engine does what Aspire's own engine does, but for the differences that are written down. What DCP does is in the files
/// <c>Golden/*.txt</c>, a line for each fact. <c>*.differences.txt</c> has, below the row of the documentation's table that it belongs to,
/// what the local engine does not say (<c>-</c>) and what it says instead (<c>+</c>).
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class ConformanceTests
{
    private const string RecordVariable = "TESTORCHESTRATOR_RECORD_CONFORMANCE";

    // Aspire does some things beside each other: on a busy machine an event may come before another for once.
    private const int Recordings = 3;

    private static bool IsRecording => Environment.GetEnvironmentVariable(RecordVariable) == "1";

    public static IEnumerable<string> Cases => ConformanceCases.All.Select(c => c.Name);

    public static IEnumerable<string> RecordedCases => ConformanceCases.All.Where(c => c.IsAlwaysRecorded || IsRecording).Select(c => c.Name);

    [TestMethod]
    [DynamicData(nameof(RecordedCases))]
    public async Task DCP_does_what_the_golden_files_say(string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("The cases are programs of Linux.");
        }

        ConformanceCase conformanceCase = ConformanceCases.All.Single(c => c.Name == name);
        if (conformanceCase.HasContainers)
        {
            await ContainerEngine.ThrowIfMissingAsync(CancellationToken.None);
        }

        ImmutableArray<string> actual = await ConformanceApplication.RunOnDcpAsync(conformanceCase);
        if (IsRecording)
        {
            await File.WriteAllLinesAsync(PathOf($"{name}.txt"), actual);
            return;
        }

        string[] golden = await File.ReadAllLinesAsync(PathOf($"{name}.txt"));
        string difference = Difference(golden, actual);
        for (int i = 1; i < Recordings && difference.Length > 0; i++)
        {
            difference = Difference(golden, await ConformanceApplication.RunOnDcpAsync(conformanceCase));
        }

        string hint = $"If Aspire does something else now, record it anew ({RecordVariable}=1) and review it.";
        Assert.AreEqual("", difference, hint);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public async Task The_local_engine_does_the_same_but_for_the_differences_that_are_written_down(string name)
    {
        string[] golden = await File.ReadAllLinesAsync(PathOf($"{name}.txt"));
        string[] known = [.. Differences(name).Where(line => line[0] is '-' or '+')];

        ImmutableArray<string> actual = await ConformanceApplication.RunLocallyAsync(ConformanceCases.All.Single(c => c.Name == name));

        string[] differences = Difference(golden, actual).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string unexplained = string.Join('\n', differences.Except(known));
        string gone = string.Join('\n', known.Except(differences));
        Assert.AreEqual("", unexplained, $"These differences are not in {name}.differences.txt:\n{unexplained}\n");
        Assert.AreEqual("", gone, $"These differences of {name}.differences.txt are not there any more:\n{gone}\n");
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void The_reason_of_each_difference_is_in_the_documentation(string name)
    {
        string table = File.ReadAllText(RepositoryFile.PathOf("eng/docs/aspire.md"));
        string[] lines = Differences(name);
        string[] reasons = [.. lines.Where(line => line[0] == '#').Select(line => line[1..].Trim())];

        Assert.IsTrue(lines.Length == 0 || lines[0][0] == '#', "The first line is a reason.");
        Assert.AreEqual(
            "", string.Join(", ", reasons.Where(r => !table.Contains($"\n| {r} |", StringComparison.Ordinal))), "No row of eng/docs/aspire.md begins so.");
    }

    private static string[] Differences(string name) =>
        File.Exists(PathOf($"{name}.differences.txt")) ? [.. File.ReadAllLines(PathOf($"{name}.differences.txt")).Where(line => line.Length > 0)] : [];

    private static string Difference(IReadOnlyCollection<string> golden, IReadOnlyCollection<string> actual) =>
        string.Join('\n', golden.Except(actual).Select(line => $"- {line}").Concat(actual.Except(golden).Select(line => $"+ {line}")));

    private static string PathOf(string file) => RepositoryFile.PathOf($"tests/TestOrchestrator.Hosting.Tests/Conformance/Golden/{file}");
}
