namespace TestOrchestrator.Engine.Directories;

/// <summary>Makes directories that only the user can read.</summary>
public static class PrivateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // A program that refuses root runs as another user, and must reach its own files below. It cannot list what else is there.
    private const UnixFileMode OthersMayPass = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>
    /// Makes a directory that is its owner's alone; root's can be passed through by others, as root's programs may run as others.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <returns>The directory. It may have been there before: if it belongs to somebody else, or is a link, it stays as it is.</returns>
    public static DirectoryInfo Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(path);
        }

        UnixFileMode mode = UserIdentity.IsRoot ? OthersMayPass : OwnerOnly;
        DirectoryInfo made = Directory.CreateDirectory(path, mode);
        if (IsOurs(made))
        {
            File.SetUnixFileMode(path, mode);
        }

        return made;
    }

    /// <summary>Tells whether a directory is the user's own, and not a link to one.</summary>
    internal static bool IsOurs(DirectoryInfo directory) => directory.LinkTarget is null && UserIdentity.IsOwner(directory.FullName, UserIdentity.Id);
}
