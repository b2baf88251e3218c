namespace TestOrchestrator.Engine.Directories;

/// <summary>Makes files with secrets: from the first moment, only their owner can read them.</summary>
public static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens a file for writing, in UTF-8.</summary>
    /// <param name="path">The path. A file that is there already keeps its mode.</param>
    /// <param name="mode">Whether it may be there; the default is that it is overwritten.</param>
    /// <returns>A writer, which the caller disposes of.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static StreamWriter Create(string path, FileMode mode = FileMode.Create)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new(path, options);
    }
}
