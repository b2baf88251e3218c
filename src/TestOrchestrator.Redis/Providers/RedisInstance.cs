using System.Net;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Redis.Providers;

/// <summary>A Redis server that runs; ready when it answers PING.</summary>
internal sealed class RedisInstance(ChildProcess process, IPEndPoint address, string password, EngineRunOptions options) : IResourceInstance
{
    public Task<ProcessExit> Ended => process.Exited;

    public ProcessIdentity? Process => process.Identity;

    public ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken) => RedisPing.LookAsync(address, password, cancellationToken);

    public Task StopAsync(StopMode mode)
    {
        if (mode == StopMode.Keep)
        {
            return process.StopAsync(ProcessSignal.Terminate, options.StopGrace, options.TimeProvider);
        }

        process.KillTree();
        return process.Exited;
    }
}
