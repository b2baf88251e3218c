using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Postgres.Clusters;
using TestOrchestrator.Postgres.Sessions;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>A server of the application's own; ready when it takes connections and is set up.</summary>
/// <param name="process">The server.</param>
/// <param name="setUpAsync">What is to be done first, as its superuser.</param>
internal sealed class OwnServerInstance(ServerProcess process, Func<ServerSession, Task> setUpAsync) : IUnitInstance
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
            using ServerSession admin = await process.OpenSessionAsync().ConfigureAwait(false);
            await setUpAsync(admin).ConfigureAwait(false);
            _isSetUp = true;
        }

        return seen;
    }

    public Task StopAsync(StopMode mode) => mode == StopMode.Keep ? process.StopAsync() : process.KillAsync();
}
