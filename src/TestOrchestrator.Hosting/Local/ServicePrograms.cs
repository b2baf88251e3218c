using System.Collections.Concurrent;

namespace TestOrchestrator.Hosting.Local;

/// <summary>
/// Finds the assembly that a project of an app host builds. The build of the test project, or of the app host, has written it into a file
/// beside the program: a line for each project, with its path, a tab, and the path of its assembly. Thread-safe.
/// </summary>
internal static class ServicePrograms
{
    private const string Pattern = "*.services.tsv";

    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> s_manifests = new(StringComparer.Ordinal);

    /// <summary>Finds the assembly of a project.</summary>
    /// <param name="projectPath">The full path of the project file.</param>
    /// <returns>The assembly; null if no build has written down which it is.</returns>
    public static string? Find(string projectPath) => Find(projectPath, AppContext.BaseDirectory);

    internal static string? Find(string projectPath, string directory) =>
        s_manifests.GetOrAdd(directory, Read).GetValueOrDefault(Path.GetFullPath(projectPath));

    private static Dictionary<string, string> Read(string directory)
    {
        Dictionary<string, string> programs = new(StringComparer.Ordinal);
        foreach (string[] fields in Directory.EnumerateFiles(directory, Pattern).SelectMany(File.ReadLines).Select(line => line.Split('\t')))
        {
            if (fields is [string project, { Length: > 0 } program])
            {
                programs[Path.GetFullPath(project)] = program;
            }
        }

        return programs;
    }
}
