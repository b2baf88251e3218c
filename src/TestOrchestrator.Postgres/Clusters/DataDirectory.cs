using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Privileges;
using TestOrchestrator.Engine.Runs;

namespace TestOrchestrator.Postgres.Clusters;

/// <summary>Writes data directories that a server can be started on.</summary>
internal static class DataDirectory
{
    public static async Task WriteAsync(EngineRun run, DirectoryImage image, string path)
    {
        UnprivilegedUser user = await run.GetUnprivilegedUserAsync().ConfigureAwait(false);
        try
        {
            await Task.Run(() => image.Write(path)).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new EngineException("TO1608", $"The data directory of a PostgreSQL server could not be made. {e.Message} TESTORCHESTRATOR_STATE can name a directory with more room.", e);
        }

        user.TakeOverTree(path);
    }
}
