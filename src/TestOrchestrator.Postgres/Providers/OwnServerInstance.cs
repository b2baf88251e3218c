using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Sessions;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>A server of the application's own; ready when it takes connections and its superuser has the application's password.</summary>
internal sealed class OwnServerInstance(ServerProcess process, string userName, string password) : IResourceInstance
{
    private bool _passwordSet;

    public Task<ProcessExit> Ended => process.Process.Exited;

    public ProcessIdentity? Process => process.Process.Identity;

    public async ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken)
    {
        if (process.Process.Exited.IsCompleted)
        {
            return Observation.NotYet("a server that has ended");
        }

        Observation seen = process.Look();
        if (seen.IsSatisfied && !_passwordSet)
        {
            using ServerSession admin = await process.OpenSessionAsync().ConfigureAwait(false);
            await Databases.SetPasswordAsync(admin, userName, ScramVerifier.Of(password)).ConfigureAwait(false);
            _passwordSet = true;
        }

        return seen;
    }

    public Task StopAsync(StopMode mode) => mode == StopMode.Keep ? process.StopAsync() : process.KillAsync();
}
