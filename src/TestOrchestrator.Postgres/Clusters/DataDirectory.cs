using TestOrchestrator.Engine.Privileges;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>Writes data directories that a server can be started on.</summary>
internal static class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static async Task WriteAsync(EngineRun run, DirectoryImage image, string path)
    {
        UnprivilegedUser user = await run.GetUnprivilegedUserAsync().ConfigureAwait(false);
        await Task.Run(() => image.Write(path)).ConfigureAwait(false);
        user.TakeOverTree(path);
    }

    /// <summary>Copies a directory that was kept to where a server can be started on it.</summary>
    public static async Task RestoreAsync(EngineRun run, string kept, string path)
    {
        UnprivilegedUser user = await run.GetUnprivilegedUserAsync().ConfigureAwait(false);
        await Task.Run(() => Copy(kept, path)).ConfigureAwait(false);
        user.TakeOverTree(path);
    }

    /// <summary>Copies the directory of a server that is stopped; a server insists that it is its owner's alone.</summary>
    public static void Copy(string source, string target)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(target);
        }
        else
        {
            Directory.CreateDirectory(target, OwnerOnly);
        }

        foreach (string directory in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(source, directory)));
        }

        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "postmaster.pid"))
        {
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(source, file)));
        }
    }
}
