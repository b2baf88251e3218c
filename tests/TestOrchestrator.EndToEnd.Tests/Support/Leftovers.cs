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
        foreach (string directory in Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out _)))
        {
            string commandLine = Read($"{directory}/cmdline").Replace('\0', ' ');
            if (Read($"{directory}/environ").Contains($"TESTORCHESTRATOR_RUN={runId}", StringComparison.Ordinal)
                || commandLine.Contains(stateDirectory, StringComparison.Ordinal)
                || (LinkTarget($"{directory}/cwd") ?? "").StartsWith(stateDirectory, StringComparison.Ordinal))
            {
                yield return $"process {Path.GetFileName(directory)}: {commandLine}";
            }
        }
    }

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
