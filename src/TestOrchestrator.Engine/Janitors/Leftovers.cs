using System.Globalization;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;

namespace TestOrchestrator.Engine.Janitors;

/// <summary>Finds and kills the processes of a run that no nursery owns any more. This process is never one of them.</summary>
internal static class Leftovers
{
    private const int Rounds = 50;

    /// <summary>
    /// Kills every process that works in the state directory, has files of it open, or carries the run's mark in its environment.
    /// </summary>
    /// <returns>How many were killed.</returns>
    public static int Kill(string stateDirectory)
    {
        string mark = $"{RunVariables.RunId}={Path.GetFileName(stateDirectory)}";
        HashSet<ProcessIdentity> killed = [];

        // A process that dies may leave one that it was just making.
        for (int round = 0; round < Rounds; round++)
        {
            ProcessIdentity[] found = [.. Find(stateDirectory, mark)];
            if (found.Length == 0)
            {
                break;
            }

            killed.UnionWith(found.Where(p => NativeSignals.TrySend(p, StopSignal.Kill)));

            Thread.Yield();
        }

        return killed.Count;
    }

    private static IEnumerable<ProcessIdentity> Find(string stateDirectory, string mark)
    {
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out int pid) || pid == Environment.ProcessId)
            {
                continue;
            }

            // Who it is comes first: what is seen of a pid afterwards may be of another process, which then is not killed.
            ProcessIdentity identity = ProcessIdentity.Of(pid);
            if (identity.IsRunning && (Belongs(process, stateDirectory) || IsMarked(process, mark)))
            {
                yield return identity;
            }
        }
    }

    private static bool Belongs(string process, string stateDirectory)
    {
        string below = stateDirectory + "/";
        return Links(process).Any(target => target == stateDirectory || target.StartsWith(below, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Links(string process)
    {
        foreach (string link in new[] { $"{process}/cwd", $"{process}/exe" }.Concat(Descriptors(process)))
        {
            string? target = null;
            try
            {
                target = new FileInfo(link).LinkTarget;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's process, or one that has just ended.
            }

            if (target is not null)
            {
                yield return target;
            }
        }
    }

    private static string[] Descriptors(string process)
    {
        try
        {
            return Directory.GetFiles($"{process}/fd");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Some servers overwrite their environment with a process title, so this alone would miss them.
    private static bool IsMarked(string process, string mark) =>
        Read($"{process}/environ").Split('\0').Contains(mark, StringComparer.Ordinal);

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
}
