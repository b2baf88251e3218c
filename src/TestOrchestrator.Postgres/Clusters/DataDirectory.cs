using TestOrchestrator.Engine.Privileges;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>Writes data directories that a server can be started on.</summary>
internal static class DataDirectory
{
    public static async Task WriteAsync(EngineRun run, DirectoryImage image, string path)
    {
        UnprivilegedUser user = await run.GetUnprivilegedUserAsync().ConfigureAwait(false);
        await Task.Run(() => image.Write(path)).ConfigureAwait(false);
        user.TakeOverTree(path);
    }
}
