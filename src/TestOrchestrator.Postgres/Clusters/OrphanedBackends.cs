using System.Globalization;
using System.Runtime.InteropServices;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>
/// What a server that was killed leaves behind: processes in sessions of their own, which go on until they have done what they are at (one
/// that waits for a checkpoint, for a minute) and would write to the files of the server that comes after.
/// </summary>
internal static partial class OrphanedBackends
{
    /// <summary>Looks once for processes that work in a data directory, as every one of a server does, and kills them.</summary>
    /// <returns>Satisfied if there were none.</returns>
    public static Observation LookAndKill(string dataDirectory)
    {
        ProcessIdentity[] found =
        [
            .. from process in Directory.EnumerateDirectories("/proc")
               where int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out _) && WorkingDirectory(process) == dataDirectory
               select ProcessIdentity.Of(int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture)),
        ];
        foreach (ProcessIdentity process in found.Where(p => ProcessIdentity.Of(p.Pid) == p))
        {
            _ = Kill(process.Pid, (int)StopSignal.Kill);
        }

        return found.Length == 0 ? Observation.Satisfied : Observation.NotYet($"{found.Length} of them");
    }

    private static string? WorkingDirectory(string process)
    {
        try
        {
            return new FileInfo($"{process}/cwd").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that has just ended.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
