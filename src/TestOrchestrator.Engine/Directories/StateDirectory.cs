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

    private readonly FileStream _lock;

    private StateDirectory(string path, FileStream @lock)
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
        Directory.CreateDirectory(unlocked);
        File.WriteAllBytes(System.IO.Path.Combine(unlocked, LockName), []);

        // FileShare.Read of a reader is a shared lock (flock), kept across the rename.
        FileStream held = new(System.IO.Path.Combine(unlocked, LockName), FileMode.Open, FileAccess.Read, FileShare.Read);
        Directory.Move(unlocked, path);
        StateDirectory state = new(path, held);
        Directory.CreateDirectory(state.Temporary);
        return state;
    }

    public void Dispose()
    {
        _lock.Dispose();
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The nursery was quicker.
        }
    }
}
