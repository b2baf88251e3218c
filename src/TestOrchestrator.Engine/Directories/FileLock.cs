using System.Runtime.InteropServices;

namespace TestOrchestrator.Engine.Directories;

/// <summary>
/// flock(2) on a file, until it is disposed of or the process ends. Not the locks that FileStream takes by itself: a setting switches them
/// off (<c>DOTNET_SYSTEM_IO_DISABLEFILELOCKING</c>), and every run that is alive would look dead.
/// </summary>
public sealed partial class FileLock : IDisposable
{
    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int DoNotWait = 4;

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes a lock that others can share.</summary>
    /// <param name="path">The file, which is there.</param>
    /// <returns>The lock; null if somebody has it exclusively, or if it cannot be told.</returns>
    public static FileLock? TryShared(string path) => Try(path, Shared);

    /// <summary>Takes a lock that nobody else has.</summary>
    /// <param name="path">The file, which is there.</param>
    /// <returns>The lock; null if somebody has it, or if it cannot be told.</returns>
    public static FileLock? TryExclusive(string path) => Try(path, Exclusive);

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => _file.Dispose();

    private static FileLock? Try(string path, int kind)
    {
        FileStream file;
        try
        {
            file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // Who had the lock may have deleted the file in the meantime: then this is the lock of nothing.
        if (Lock((int)file.SafeFileHandle.DangerousGetHandle(), kind | DoNotWait) == 0 && File.Exists(path))
        {
            return new(file);
        }

        file.Dispose();
        return null;
    }

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int Lock(int descriptor, int operation);
}
