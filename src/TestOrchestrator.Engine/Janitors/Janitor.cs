using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Removals;

namespace TestOrchestrator.Engine.Janitors;

/// <summary>Cleans up after runs whose owner and nursery were both killed: their processes and their state directories.</summary>
internal sealed class Janitor(string stateRoot, Action<DeadRun> found, TimeProvider timeProvider)
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
            else if (FileLock.TryExclusive(Path.Combine(directory, StateDirectory.LockName)) is { } dead)
            {
                // Neither owner nor nursery holds its shared lock any more.
                using (dead)
                {
                    Remove(directory);
                }
            }
            else
            {
                RemoveIfEmpty(directory);
            }
        }
    }

    private void Remove(string directory)
    {
        try
        {
            int killed = Leftovers.Kill(directory);
            RemovalNotes.CarryOut(directory);
            StateDirectory.Delete(directory);
            found(new(directory, killed, null));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            found(new(directory, 0, e.Message));
        }
    }

    // A removal that was cut off between the lock file and the directory. One that is in use has at least its lock file.
    private static void RemoveIfEmpty(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use, or not ours to judge.
        }
    }
}
