using System.Net;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Redis.Providers;

/// <summary>A Redis server that runs; ready when it answers PING.</summary>
internal sealed class RedisInstance(ChildProcess process, IPEndPoint address, string? password, EngineRunOptions options) : IUnitInstance
{
    public Task<ProcessExit> Ended => process.Exited;

    public ProcessIdentity? Process => process.Identity;

    public async ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken)
    {
        // The server may have ended because another program listens there, which need not ever answer.
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<Observation> look = RedisPing.LookAsync(address, password, ended.Token).AsTask();
        if (await Task.WhenAny(look, process.Exited).ConfigureAwait(false) != look)
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await ((Task)look).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return Observation.NotYet("a server that has ended");
        }

        return await look.ConfigureAwait(false);
    }

    public Task StopAsync(StopMode mode)
    {
        if (mode == StopMode.Keep)
        {
            return process.StopAsync(StopSignal.Terminate, options.StopGrace, options.TimeProvider);
        }

        process.KillTree();
        return process.Exited;
    }
}
