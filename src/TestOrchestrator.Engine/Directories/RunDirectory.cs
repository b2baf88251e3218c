using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Engine.Directories;

/// <summary>The directory of what is kept of a run: <c>run.json</c>, <c>events.jsonl</c>, and logs and traffic of every app.</summary>
internal sealed class RunDirectory
{
    public const string EventsFileName = "events.jsonl";
    public const string RunFileName = "run.json";
    public const string ApplicationsName = "apps";

    private RunDirectory(string path) => Path = path;

    public string Path { get; }

    public string EventsFile => System.IO.Path.Combine(Path, EventsFileName);

    public string RunFile => System.IO.Path.Combine(Path, RunFileName);

    /// <summary>Makes the directory, and removes the oldest ones beyond what is kept.</summary>
    /// <param name="root">Where the directories of all runs are.</param>
    /// <param name="id">This run.</param>
    /// <param name="keep">How many runs are kept, this one included.</param>
    /// <param name="isAlive">Tells whether another run is still going on.</param>
    public static RunDirectory Create(string root, RunId id, int keep, Predicate<RunId> isAlive)
    {
        if (!Directory.Exists(root))
        {
            // Logs and traffic of tests are nobody's source.
            Directory.CreateDirectory(root);
            File.WriteAllText(System.IO.Path.Combine(root, ".gitignore"), "*\n");
        }

        RunDirectory run = new(System.IO.Path.Combine(root, id.ToString()));
        Directory.CreateDirectory(System.IO.Path.Combine(run.Path, ApplicationsName));
        foreach (RunId old in Runs(root).OrderByDescending(r => r.ToString(), StringComparer.Ordinal).Skip(keep).Where(r => !isAlive(r)))
        {
            TryDelete(System.IO.Path.Combine(root, old.ToString()));
        }

        return run;
    }

    public string OfApp(string appId) => System.IO.Path.Combine(Path, ApplicationsName, appId);

    private static IEnumerable<RunId> Runs(string root)
    {
        foreach (string directory in Directory.EnumerateDirectories(root))
        {
            if (RunId.TryParse(System.IO.Path.GetFileName(directory), out RunId id))
            {
                yield return id;
            }
        }
    }

    private static void TryDelete(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody looks at it; the next run tries again.
        }
    }
}
