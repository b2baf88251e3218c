using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>A database in a server that is ready: there is nothing of its own that could run or end.</summary>
internal sealed class ContainedInstance : IResourceInstance
{
    private readonly TaskCompletionSource<ProcessExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ProcessExit> Ended => _ended.Task;

    public ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken) => new(Observation.Satisfied);

    public Task StopAsync(StopMode mode)
    {
        _ended.TrySetResult(new() { ExitCode = 0 });
        return Task.CompletedTask;
    }
}
