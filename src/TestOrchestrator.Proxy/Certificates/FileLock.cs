namespace TestOrchestrator.Proxy.Certificates;

/// <summary>Lets one process or thread at a time work in a directory. Disposing it lets the next one in.</summary>
/// <remarks>The lock is the system's, on an open file: it ends with the process that holds it, however that ends.</remarks>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <exception cref="ProxyException">TO2502: it was held for 30 seconds.</exception>
    public static FileLock Take(string path, TimeProvider clock)
    {
        long start = clock.GetTimestamp();
        while (true)
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }

            if (clock.GetElapsedTime(start) > s_limit)
            {
                throw CertificateErrors.Locked(path, s_limit);
            }

            // Nothing in this process can tell when another one lets go.
            using ManualResetEventSlim never = new();
            never.Wait(s_pause);
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
