using System.Globalization;
using System.Text.Json;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Records;

namespace TestOrchestrator.Cli.Dashboards;

/// <summary>Finds runs: those in <c>TESTORCHESTRATOR_RUNS</c>, else of all projects below the current directory.</summary>
internal static class RecentRuns
{
    private const string Variable = "TESTORCHESTRATOR_RUNS";
    private const int Count = 20;

    // A solution, a folder of projects, a project, and one more.
    private const int Depth = 4;

    private static readonly string s_runs = Path.Combine("artifacts", "testorchestrator");
    private static readonly string[] s_skipped = ["artifacts", "bin", "obj", "node_modules"];

    /// <summary>Finds the last runs, newest first.</summary>
    public static IReadOnlyList<RunRecord> Find() => Find(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } stated
        ? [stated]
        : Below(Directory.GetCurrentDirectory()));

    // The names begin with the time of the start.
    internal static IReadOnlyList<RunRecord> Find(IEnumerable<string> roots) =>
    [
        .. roots.Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .Where(RunRecord.IsIn)
            .OrderByDescending(d => Path.GetFileName(d), StringComparer.Ordinal)
            .Take(Count)
            .Select(TryRead)
            .OfType<RunRecord>(),
    ];

    /// <summary>Finds the directory of the run that somebody means.</summary>
    /// <exception cref="EngineException">There is no such run, or more than one.</exception>
    public static string Choose(IReadOnlyList<RunRecord> runs, string wanted)
    {
        if (RunRecord.IsIn(wanted))
        {
            return Path.GetFullPath(wanted);
        }

        if (int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= runs.Count)
        {
            return runs[number - 1].Directory;
        }

        RunRecord[] meant = [.. runs.Where(r => r.Id.StartsWith(wanted, StringComparison.Ordinal))];
        return meant switch
        {
            [{ } run] => run.Directory,
            [] => throw new EngineException(
                "TO1904",
                $"'{wanted}' is neither the directory of a run nor one of the {runs.Count} last runs below "
                + $"'{Directory.GetCurrentDirectory()}'. 'orch dashboard --list' lists them."),
            _ => throw new EngineException(
                "TO1904",
                $"'{wanted}' is the beginning of {meant.Length} runs: {string.Join(", ", meant.Select(r => $"'{r.Id}'"))}."),
        };
    }

    internal static IEnumerable<string> Below(string directory, int depth = Depth)
    {
        yield return Path.Combine(directory, s_runs);
        if (depth == 0)
        {
            yield break;
        }

        EnumerationOptions options = new()
        {
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
        };
        IEnumerable<string> children = Directory.EnumerateDirectories(directory, "*", options);
        foreach (string child in children.Where(c => !s_skipped.Contains(Path.GetFileName(c))))
        {
            foreach (string found in Below(child, depth - 1))
            {
                yield return found;
            }
        }
    }

    private static RunRecord? TryRead(string directory)
    {
        try
        {
            return RunRecord.Read(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            // Somebody removes it just now, or something else lies there.
            return null;
        }
    }
}
