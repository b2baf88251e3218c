using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Postgres.FrontDoors;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>An open front door. It ends when it is closed, or when the server behind it ends.</summary>
internal sealed class FrontDoorInstance : IResourceInstance
{
    private readonly FrontDoor _door;
    private readonly TaskCompletionSource<ProcessExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FrontDoorInstance(FrontDoor door, Task<ProcessExit> serverExited)
    {
        _door = door;
        _ = serverExited.ContinueWith(exited => _ended.TrySetResult(exited.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    public Task<ProcessExit> Ended => _ended.Task;

    public ValueTask<Observation> ProbeAsync(CancellationToken cancellationToken) => new(Observation.Satisfied);

    public Task StopAsync(StopMode mode)
    {
        _door.Dispose();
        _ended.TrySetResult(new() { ExitCode = 0 });
        return Task.CompletedTask;
    }
}
