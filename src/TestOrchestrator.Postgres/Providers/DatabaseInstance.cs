using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>A database in a server that is ready. Nothing of its own runs: stopping it closes it for everybody.</summary>
/// <param name="closeAsync">Closes it.</param>
internal sealed class DatabaseInstance(Func<Task> closeAsync) : IUnitInstance
{
    private readonly TaskCompletionSource<ProcessExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ProcessExit> Ended => _ended.Task;

    public ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken) => new(Observation.Satisfied);

    public async Task StopAsync(StopMode mode)
    {
        if (mode == StopMode.Keep)
        {
            await closeAsync().ConfigureAwait(false);
        }

        _ended.TrySetResult(new() { ExitCode = 0 });
    }
}
