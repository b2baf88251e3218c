using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Engine.Health;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Processes;

/// <summary>A process that runs; ready when it listens on all of its endpoints.</summary>
internal sealed class ProcessInstance(ChildProcess process, ImmutableArray<IPEndPoint> endpoints, EngineRunOptions options) : IResourceInstance
{
    public Task<ProcessExit> Ended => process.Exited;

    public ProcessIdentity? Process => process.Identity;

    public async ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken)
    {
        foreach (IPEndPoint endpoint in endpoints)
        {
            Observation seen = await TcpProbe.LookAsync(endpoint, cancellationToken).ConfigureAwait(false);
            if (!seen.IsSatisfied)
            {
                return seen;
            }
        }

        return Observation.Satisfied;
    }

    public Task StopAsync(StopMode mode) => process.StopAsync(ProcessSignal.Terminate, options.StopGrace, options.TimeProvider);
}
