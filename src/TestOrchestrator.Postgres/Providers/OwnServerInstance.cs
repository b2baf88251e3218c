using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Postgres.Clusters;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>A server of the application's own; ready when it takes connections and its superuser has the application's password.</summary>
/// <param name="process">The server.</param>
/// <param name="userName">Its superuser.</param>
/// <param name="password">The password that it is given.</param>
/// <param name="renames">Databases that must be given another name first: the present one by the one that the application knows.</param>
internal sealed class OwnServerInstance(ServerProcess process, string userName, string password, IReadOnlyDictionary<string, string> renames) : IResourceInstance
{
    private bool _isSetUp;

    public Task<ProcessExit> Ended => process.Process.Exited;

    public ProcessIdentity? Process => process.Process.Identity;

    public async ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken)
    {
        if (process.Process.Exited.IsCompleted)
        {
            return Observation.NotYet("a server that has ended");
        }

        Observation seen = process.Look();
        if (seen.IsSatisfied && !_isSetUp)
        {
            foreach ((string name, string present) in renames)
            {
                await Databases.RenameAsync(process, present, name).ConfigureAwait(false);
            }

            await Databases.SetPasswordAsync(process, userName, ScramVerifier.Of(password)).ConfigureAwait(false);
            _isSetUp = true;
        }

        return seen;
    }

    public Task StopAsync(StopMode mode) => mode == StopMode.Keep ? process.StopAsync() : process.KillAsync();
}
