namespace TestOrchestrator.Proxy.Files;

/// <summary>Writes files that are seen either whole or not at all. Thread-safe.</summary>
internal static class AtomicFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode Everyone = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        string temporary = Temporary(path);
        try
        {
            using (FileStream file = Create(temporary, mode, FileOptions.None))
            {
                file.Write(content);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public static async Task WriteAsync(string path, Func<Stream, Task> write, UnixFileMode mode)
    {
        string temporary = Temporary(path);
        try
        {
            FileStream file = Create(temporary, mode, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await write(file).ConfigureAwait(false);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // In the same directory, because a rename is atomic only within a file system.
    private static string Temporary(string path) => $"{path}.{Guid.NewGuid():N}.tmp";

    private static FileStream Create(string path, UnixFileMode mode, FileOptions options)
    {
        FileStreamOptions asked = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, Options = options };
        if (!OperatingSystem.IsWindows())
        {
            asked.UnixCreateMode = mode;
        }

        return new FileStream(path, asked);
    }
}
