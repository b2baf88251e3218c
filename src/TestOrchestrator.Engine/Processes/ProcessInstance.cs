using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Health;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Processes;

/// <summary>A process that runs; ready when it listens on all of its endpoints and whatever else was stated is true.</summary>
internal sealed class ProcessInstance(ChildProcess process, Readiness readiness, StopDefinition stop, EngineRunOptions options) : IUnitInstance
{
    public Task<ProcessExit> Ended => process.Exited;

    public ProcessIdentity? Process => process.Identity;

    public ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken) => readiness.LookAsync(cancellationToken);

    public Task StopAsync(StopMode mode) => process.StopAsync(stop.Signal, stop.Grace ?? options.StopGrace, options.TimeProvider);
}
