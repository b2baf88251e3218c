namespace TestOrchestrator.Nursery.Ending;

/// <summary>Removes the state directory of the run.</summary>
internal static class StateDirectory
{
    /// <summary>
    /// Deletes everything, the lock file last: as long as something is left, a janitor can tell whether somebody is still at it.
    /// </summary>
    public static void Delete(string path, string lockFile)
    {
        try
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(path).EnumerateFileSystemInfos().Where(e => e.FullName != lockFile))
            {
                if (entry is DirectoryInfo { LinkTarget: null } directory)
                {
                    directory.Delete(recursive: true);
                }
                else
                {
                    entry.Delete();
                }
            }

            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone already, or the next start's janitor tries again.
        }
    }
}
