using System.Globalization;

namespace TestOrchestrator.EndToEnd.Tests.Support;

/// <summary>Finds what a run has left on the machine.</summary>
internal static class Leftovers
{
    public static IEnumerable<string> Of(string runId, string stateDirectory)
    {
        if (Directory.Exists(stateDirectory))
        {
            yield return $"directory {stateDirectory}";
        }

        foreach (string process in ProcessesOf(runId, stateDirectory))
        {
            yield return process;
        }
    }

    public static IEnumerable<string> ProcessesOf(string runId, string stateDirectory)
    {
        foreach (string directory in DirectoriesOf(runId, stateDirectory))
        {
            yield return $"process {Path.GetFileName(directory)}: {CommandLineOf(directory)}";
        }
    }

    /// <summary>Reads the environment variables of all processes of a run, as <c>NAME=value</c>.</summary>
    public static IEnumerable<string> VariablesOf(string runId, string stateDirectory) =>
        DirectoriesOf(runId, stateDirectory).SelectMany(directory => Read($"{directory}/environ").Split('\0'));

    /// <summary>Gets whether a process runs: one that has ended and nobody has waited for has no command line.</summary>
    public static bool IsRunning(int pid) => CommandLineOf($"/proc/{pid}").Length > 0;

    private static IEnumerable<string> DirectoriesOf(string runId, string stateDirectory) => Directory.EnumerateDirectories("/proc")
        .Where(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out _)
            && (Read($"{directory}/environ").Contains($"TESTORCHESTRATOR_RUN={runId}", StringComparison.Ordinal)
                || CommandLineOf(directory).Contains(stateDirectory, StringComparison.Ordinal)
                || (LinkTarget($"{directory}/cwd") ?? "").StartsWith(stateDirectory, StringComparison.Ordinal)));

    private static string CommandLineOf(string directory) => Read($"{directory}/cmdline").Replace('\0', ' ');

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string? LinkTarget(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
