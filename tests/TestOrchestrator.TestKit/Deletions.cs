using System.Collections.Concurrent;

namespace TestOrchestrator.TestKit;

/// <summary>Watches in which order the entries of a directory are deleted, and the directory itself.</summary>
public sealed class Deletions : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly ConcurrentQueue<string> _deleted = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _directory;

    public Deletions(string directory)
    {
        _directory = directory;
        _watcher = new(Path.GetDirectoryName(directory)!) { IncludeSubdirectories = true, InternalBufferSize = 1 << 16 };
        _watcher.Deleted += (_, e) => Add(e.FullPath);
        _watcher.Renamed += (_, e) => Add(e.OldFullPath);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Awaits the end of the directory.</summary>
    /// <returns>The names of what was deleted or moved away, from first to last.</returns>
    public async Task<IReadOnlyList<string>> AllAsync()
    {
        await _over.Task;
        return [.. _deleted.Select(path => Path.GetRelativePath(_directory, path))];
    }

    public void Dispose() => _watcher.Dispose();

    private void Add(string path)
    {
        _deleted.Enqueue(path);
        if (path == _directory)
        {
            _over.TrySetResult();
        }
    }
}
