using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Events;

namespace TestOrchestrator.Engine.Janitors;

/// <summary>Cleans up after runs whose owner and nursery were both killed: their processes and their state directories.</summary>
internal sealed class Janitor(string stateRoot, RunEvents events, TimeProvider timeProvider)
{
    // A directory without a lock is being made right now, or its maker was killed in that very moment.
    private static readonly TimeSpan s_newLimit = TimeSpan.FromHours(1);

    public void Clean()
    {
        foreach (string directory in Directory.EnumerateDirectories(stateRoot))
        {
            if (Path.GetFileName(directory).StartsWith(StateDirectory.NewPrefix, StringComparison.Ordinal))
            {
                if (timeProvider.GetUtcNow() - Directory.GetCreationTimeUtc(directory) > s_newLimit)
                {
                    Remove(directory);
                }
            }
            else if (TryLock(Path.Combine(directory, StateDirectory.LockName)) is { } dead)
            {
                using (dead)
                {
                    Remove(directory);
                }
            }
        }
    }

    private void Remove(string directory)
    {
        try
        {
            int killed = Leftovers.Kill(directory);
            Directory.Delete(directory, recursive: true);
            events.Write("dead-run-removed", ("run", Path.GetFileName(directory)), ("killed", killed));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            events.Write("dead-run-not-removed", ("run", Path.GetFileName(directory)), ("why", e.Message));
        }
    }

    private static FileStream? TryLock(string lockFile)
    {
        try
        {
            // Exclusive: fails while the run's owner or nursery holds its shared lock.
            return new(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
