using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Engine.Directories;

/// <summary>
/// The directory of what must not outlive the run: sockets, databases, configuration. Owner and nursery each hold a shared lock on its lock
/// file; who gets the lock exclusively knows that both are gone and may delete it.
/// </summary>
internal sealed class StateDirectory : IDisposable
{
    public const string LockName = "lock";

    /// <summary>What a directory is called until its lock is held: the janitor leaves it alone.</summary>
    public const string NewPrefix = ".new-";

    private const UnixFileMode Everybody = (UnixFileMode)0b_001_111_111_111;

    private readonly FileLock? _lock;

    private StateDirectory(string path, FileLock? @lock)
    {
        Path = path;
        _lock = @lock;
    }

    public string Path { get; }

    public string LockFile => System.IO.Path.Combine(Path, LockName);

    /// <summary>Gets the directory for temporary files of the run's processes.</summary>
    public string Temporary => System.IO.Path.Combine(Path, "tmp");

    public static StateDirectory Create(string root, RunId id)
    {
        string unlocked = System.IO.Path.Combine(root, $"{NewPrefix}{id}");
        string path = System.IO.Path.Combine(root, id.ToString());
        try
        {
            return Create(unlocked, path);
        }
        catch (Exception e) when (DirectoryErrors.IsOfFiles(e))
        {
            TryRemove(unlocked);
            TryRemove(path);
            throw DirectoryErrors.NoState(path, e);
        }
    }

    private static StateDirectory Create(string unlocked, string path)
    {
        PrivateDirectory.Create(unlocked);
        File.WriteAllBytes(System.IO.Path.Combine(unlocked, LockName), []);

        // Kept across the rename. Where the file system has no locks there is none, and no janitor, which needs it, too.
        FileLock? held = FileLock.TryShared(System.IO.Path.Combine(unlocked, LockName));
        Directory.Move(unlocked, path);
        StateDirectory state = new(path, held);
        MakeTemporary(state.Temporary);
        return state;
    }

    private static void MakeTemporary(string path)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows() && UserIdentity.IsRoot)
        {
            // Root's programs may run as others, who need a place for temporary files as everybody has one in /tmp.
            File.SetUnixFileMode(path, Everybody);
        }
    }

    private static void TryRemove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (DirectoryErrors.IsOfFiles(e))
        {
            // It was not made, or the janitor removes it.
        }
    }

    /// <summary>
    /// Deletes a state directory, its lock file last: as long as something is left, it can be told whether somebody is still at it.
    /// </summary>
    public static void Delete(string path)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(path).EnumerateFileSystemInfos().Where(e => e.Name != LockName))
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

    /// <summary>Deletes the directory, and lets go of it only then: a janitor that finds it without a lock kills whoever uses it.</summary>
    public void Dispose()
    {
        try
        {
            Delete(Path);
        }
        catch (DirectoryNotFoundException)
        {
            // The nursery was quicker.
        }
        finally
        {
            _lock?.Dispose();
        }
    }
}
