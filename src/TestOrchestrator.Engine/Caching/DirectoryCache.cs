using TestOrchestrator.Engine.Directories;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Caching;

/// <summary>
/// Directories that take long to make and are kept for later runs, below the user's cache. One process makes one, the others wait; it is
/// renamed into place when it is complete, so that one which is there is whole. Thread-safe.
/// </summary>
public sealed class DirectoryCache
{
    private const string StagingPrefix = ".staging-";
    private const string LockSuffix = ".lock";

    private static readonly WaitOptions s_wait = new() { Timeout = TimeSpan.FromMinutes(10), LongestInterval = TimeSpan.FromMilliseconds(100) };

    // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows: what else is thrown does not pass.
    private static readonly int[] s_isHeld = [11, 35, unchecked((int)0x80070020)];

    // ENOSPC, EDQUOT, ERROR_DISK_FULL.
    private static readonly int[] s_isFull = [28, 122, unchecked((int)0x80070070)];

    private readonly string _root;
    private readonly int _keep;
    private readonly TimeProvider _timeProvider;

    /// <summary>Opens a cache.</summary>
    /// <param name="kind">The name of its directory in the user's cache.</param>
    /// <param name="keep">How many directories are kept: when another is made, those that were used least recently go.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <exception cref="Errors.EngineException">The user's cache cannot be written.</exception>
    public DirectoryCache(string kind, int keep, TimeProvider timeProvider)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        _root = Path.Combine(UserCache.Open(), kind);
        _keep = keep;
        _timeProvider = timeProvider;
        Make(_root);
    }

    /// <summary>Gets a directory, and makes it if it is not there.</summary>
    /// <param name="name">Its name, which says what is in it: another content needs another name.</param>
    /// <param name="fill">Fills an empty directory. If it throws, nothing is kept.</param>
    /// <returns>The full path.</returns>
    public async Task<string> GetAsync(string name, Func<string, Task> fill)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(fill);
        string directory = Path.Combine(_root, name);
        if (Directory.Exists(directory))
        {
            return Used(directory);
        }

        using FileStream held = await LockAsync(directory + LockSuffix).ConfigureAwait(false);
        if (Directory.Exists(directory))
        {
            return Used(directory);
        }

        string staging = Path.Combine(_root, $"{StagingPrefix}{Guid.NewGuid():N}");
        try
        {
            Make(staging);
            await fill(staging).ConfigureAwait(false);
            Keep(staging, directory);
        }
        catch (IOException e) when (s_isFull.Contains(e.HResult))
        {
            throw DirectoryErrors.NoCache(directory, e);
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }

        // First it is the one that was used last: archives set the time of the directory that they are unpacked to.
        Used(directory);
        Prune();
        return directory;
    }

    /// <summary>Finds a directory without making one.</summary>
    /// <param name="kind">The name of its directory in the user's cache.</param>
    /// <param name="name">The beginning of its name.</param>
    /// <returns>The full path of the one that was used last; null if there is none.</returns>
    internal static string? Find(string kind, string name)
    {
        string root = Path.Combine(UserCache.Open(), kind);
        return !Directory.Exists(root) ? null
            : Directory.EnumerateDirectories(root, $"{name}-*").OrderByDescending(Directory.GetLastWriteTimeUtc).FirstOrDefault();
    }

    private static void Keep(string staging, string directory)
    {
        try
        {
            Directory.Move(staging, directory);
        }
        catch (IOException) when (Directory.Exists(directory))
        {
            // Somebody else has made the same: the lock that we hold went with an older directory of this name.
        }
    }

    private string Used(string directory)
    {
        try
        {
            Directory.SetLastWriteTimeUtc(directory, _timeProvider.GetUtcNow().UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that others may only read serves, too.
        }

        return directory;
    }

    private void Prune()
    {
        DirectoryInfo[] all = [.. new DirectoryInfo(_root).EnumerateDirectories().OrderByDescending(d => d.LastWriteTimeUtc)];
        DateTime abandoned = _timeProvider.GetUtcNow().UtcDateTime - s_wait.Timeout;
        IEnumerable<DirectoryInfo> staging = all.Where(d => d.Name.StartsWith(StagingPrefix, StringComparison.Ordinal) && d.LastWriteTimeUtc < abandoned);
        foreach (DirectoryInfo old in all.Where(d => !d.Name.StartsWith('.')).Skip(_keep).Concat(staging))
        {
            try
            {
                old.Delete(recursive: true);
                File.Delete(old.FullName + LockSuffix);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, or somebody else's; the next time that one is made tries again.
            }
        }
    }

    private static void Make(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (DirectoryErrors.IsOfFiles(e))
        {
            throw DirectoryErrors.NoCache(directory, e);
        }
    }

    private async Task<FileStream> LockAsync(string path)
    {
        // Somebody may have removed the cache while this process was alive.
        Make(_root);
        FileStream? held = null;
        await Wait.UntilAsync(
            $"another process that makes the same directory (lock '{path}')",
            _ =>
            {
                try
                {
                    held = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                    return new(Observation.Satisfied);
                }
                catch (IOException e) when (s_isHeld.Contains(e.HResult))
                {
                    return new(Observation.NotYet("the lock held"));
                }
                catch (Exception e) when (DirectoryErrors.IsOfFiles(e))
                {
                    throw DirectoryErrors.NoCache(path, e);
                }
            },
            s_wait,
            _timeProvider,
            CancellationToken.None).ConfigureAwait(false);
        return held!;
    }
}
