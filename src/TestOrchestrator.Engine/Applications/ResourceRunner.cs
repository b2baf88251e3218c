using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Restarts;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Applications;

/// <summary>Starts and stops one instance of a resource when somebody asks, one after the other, and starts it again as its restart policy says. Thread-safe.</summary>
internal sealed class ResourceRunner : IAsyncDisposable
{
    private readonly ResourceContext _context;
    private readonly IResourceRuntime _runtime;
    private readonly ResourceBoard _board;
    private readonly InstanceLife _life;
    private readonly RestartSchedule _schedule;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly CancellationTokenSource _over = new();
    private CancellationTokenSource _goingOn = new();
    private Task _supervision = Task.CompletedTask;

    public ResourceRunner(ResourceContext context, IResourceRuntime runtime, ResourceBoard board, PlannedUnit unit, Func<CancellationToken, Task<bool>> movePorts)
    {
        _context = context;
        _runtime = runtime;
        _board = board;
        _schedule = new(context.Resource.TryGetLastAnnotation(out RestartAnnotation? restart) ? restart : null);
        _life = new(context, runtime, board, unit, _schedule, movePorts);
    }

    public string Name => _context.Name;

    public ResourceContext Context => _context;

    public IResourceRuntime Runtime => _runtime;

    public ResourceSnapshot Snapshot => _board.Snapshots[Name];

    private TimeProvider TimeProvider => _context.Run.Options.TimeProvider;

    /// <summary>Says that it is going to be started, so that nobody takes how it ended the last time for the answer.</summary>
    public void Announce() => _board.TryMove(Name, ResourceState.Waiting, state => !state.IsUp());

    /// <summary>Starts the instance and waits until it is ready or has failed; its state says which. Throws only when it is canceled.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        try
        {
            await _oneAtATime.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _board.TryMove(Name, ResourceState.Stopped, state => state == ResourceState.Waiting);
            throw;
        }

        try
        {
            await FirstStartAsync(either.Token).ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Stops the instance if it runs, and does not start it again. Idempotent.</summary>
    public async Task StopAsync(StopMode mode)
    {
        // First of all: a restart that is on its way would hold everything up.
        await Volatile.Read(ref _goingOn).CancelAsync().ConfigureAwait(false);
        await _oneAtATime.WaitAsync().ConfigureAwait(false);
        try
        {
            await EndSupervisionAsync().ConfigureAwait(false);
            await _life.StopAsync(mode).ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Stops the instance as in production, and has what it holds put into a directory.</summary>
    public async Task KeepAsync(string directory)
    {
        await StopAsync(StopMode.Keep).ConfigureAwait(false);
        Directory.CreateDirectory(directory);
        await _runtime.KeepAsync(directory).ConfigureAwait(false);
        if (!Directory.EnumerateFileSystemEntries(directory).Any())
        {
            Directory.Delete(directory);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        try
        {
            await StopAsync(StopMode.Discard).ConfigureAwait(false);
            await _life.WaitForLateAsync().ConfigureAwait(false);
        }
        finally
        {
            await _runtime.DisposeAsync().ConfigureAwait(false);
            _over.Dispose();
            _goingOn.Dispose();
            _oneAtATime.Dispose();
        }
    }

    private async Task FirstStartAsync(CancellationToken cancellationToken)
    {
        Announce();
        if (Snapshot.State != ResourceState.Waiting)
        {
            throw LifeCycleErrors.CannotStart(Name, Snapshot.State);
        }

        await EndSupervisionAsync().ConfigureAwait(false);
        long begin = TimeProvider.GetTimestamp();
        for (int starts = 1; ; starts++)
        {
            await _life.StartAsync(_over.Token, cancellationToken).ConfigureAwait(false);
            if (Snapshot is not { State: ResourceState.Waiting } waiting)
            {
                break;
            }

            if (TimeProvider.GetElapsedTime(begin) + _life.Delay > _life.StartLimit)
            {
                _board.Move(Name, ResourceState.FailedToStart, s => s with { Exit = waiting.Exit, Reason = $"It was started {starts} times and did not stay. The last time: {waiting.Reason} {LogTail.Quote(_context.LogFile)}" });
                break;
            }

            await DelayAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_schedule.IsAny && !Snapshot.State.IsFailure())
        {
            _supervision = SuperviseAsync(_goingOn.Token);
        }
    }

    // Ends when the instance ends for good, or when it is stopped.
    private async Task SuperviseAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _life.Watching.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (Snapshot.State != ResourceState.Waiting)
                {
                    return;
                }

                await Task.Delay(_life.Delay, TimeProvider, cancellationToken).ConfigureAwait(false);
                await RestartAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It is being stopped, or somebody else starts it.
        }
    }

    private async Task RestartAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Snapshot.State == ResourceState.Waiting)
            {
                await _life.StartAsync(_over.Token, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    // A start that is given up while it waits for its next attempt was not going to be one any more.
    private async Task DelayAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(_life.Delay, TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await _life.StopAsync(StopMode.Discard).ConfigureAwait(false);
            throw;
        }
    }

    private async Task EndSupervisionAsync()
    {
        // Not disposed of: somebody else may be about to cancel it, too.
        await _goingOn.CancelAsync().ConfigureAwait(false);
        await _supervision.ConfigureAwait(false);
        _supervision = Task.CompletedTask;
        Volatile.Write(ref _goingOn, new());
    }
}
