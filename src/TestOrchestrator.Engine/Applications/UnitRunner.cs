using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Applications;

/// <summary>
/// Starts and stops one instance of a resource when somebody asks, one after the other, and starts it again as its restart policy says.
/// Thread-safe.
/// </summary>
internal sealed class UnitRunner : IAsyncDisposable
{
    private readonly UnitContext _context;
    private readonly IUnitRuntime _runtime;
    private readonly UnitBoard _board;
    private readonly InstanceLife _life;
    private readonly RestartSchedule _schedule;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _gate = new();
    private readonly RenewableStart _start = new();
    private CancellationTokenSource _goingOn = new();
    private Task _supervision = Task.CompletedTask;
    private Task _startingOver = Task.CompletedTask;
    private int _stopping;
    private volatile bool _isStarting;

    public UnitRunner(UnitContext context, IUnitRuntime runtime, UnitBoard board, PlannedUnit unit, Func<CancellationToken, Task<bool>> movePorts)
    {
        _context = context;
        _runtime = runtime;
        _board = board;
        _schedule = new(context.Unit.Restart);
        _life = new(context, runtime, board, unit, _schedule, movePorts);
    }

    public string Name => _context.Name;

    public UnitContext Context => _context;

    public IUnitRuntime Runtime => _runtime;

    public UnitSnapshot Snapshot => _board.Snapshots[Name];

    private TimeProvider TimeProvider => _context.Run.Options.TimeProvider;

    /// <summary>Says that it is going to be started, so that nobody takes how it ended the last time for the answer.</summary>
    public void Announce() => _board.TryMove(Name, UnitState.Waiting, state => !state.IsUp() && state != UnitState.Starting);

    /// <summary>Starts the instance and waits until it is ready, failed or stopped, as its state says. Throws only if canceled.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        try
        {
            await _oneAtATime.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A start of another caller goes on.
            _board.TryMove(Name, UnitState.Stopped, state => state == UnitState.Waiting && !_isStarting);
            throw;
        }

        try
        {
            _isStarting = true;
            await FirstStartAsync(either.Token).ConfigureAwait(false);
        }
        finally
        {
            _isStarting = false;
            _oneAtATime.Release();
        }
    }

    /// <summary>Stops the instance if it runs, and does not start it again. Idempotent.</summary>
    public async Task StopAsync(StopMode mode)
    {
        // First of all: a start that is on its way would hold everything up.
        Interlocked.Increment(ref _stopping);
        await Volatile.Read(ref _goingOn).CancelAsync().ConfigureAwait(false);
        await _oneAtATime.WaitAsync().ConfigureAwait(false);
        try
        {
            await EndSupervisionAsync().ConfigureAwait(false);
            await _life.StopAsync(mode).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _stopping);
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

    /// <summary>Has it learn what it was told: a start that is on its way begins anew, and what runs is stopped and started.</summary>
    /// <returns>A task that ends when what runs was started again; a start that is on its way is awaited by whoever asked for it.</returns>
    public Task StartOverAsync()
    {
        lock (_gate)
        {
            return _over.IsCancellationRequested ? Task.CompletedTask : _startingOver = StartOverAsync(_startingOver);
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
            await StartedOver().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _runtime.DisposeAsync().ConfigureAwait(false);
            _over.Dispose();
            _goingOn.Dispose();
            _oneAtATime.Dispose();
        }
    }

    private Task StartedOver()
    {
        lock (_gate)
        {
            return _startingOver;
        }
    }

    private async Task StartOverAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        if (await _start.TryRenewAsync().ConfigureAwait(false))
        {
            return;
        }

        await StopAsync(StopMode.Keep).ConfigureAwait(false);
        try
        {
            await StartAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or Errors.EngineException)
        {
            // The application ends, or somebody else has started it in the meantime.
        }
    }

    private async Task FirstStartAsync(CancellationToken cancellationToken)
    {
        Announce();
        if (Snapshot.State != UnitState.Waiting)
        {
            throw LifeCycleErrors.CannotStart(Name, Snapshot.State);
        }

        await EndSupervisionAsync().ConfigureAwait(false);
        CancellationTokenSource goingOn = _goingOn;
        if (Volatile.Read(ref _stopping) > 0)
        {
            // The stop was asked for a moment before there was something that it could cancel.
            await goingOn.CancelAsync().ConfigureAwait(false);
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(goingOn.Token, cancellationToken);
        try
        {
            do
            {
                Announce();
                await StartUntilItStaysAsync(_start.Begin(), either.Token).ConfigureAwait(false);
            }
            while (!_start.TryEnd());
        }
        catch (OperationCanceledException) when (goingOn.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // It is being stopped.
            return;
        }
        finally
        {
            _start.End();
        }

        if (_schedule.IsAny && !Snapshot.State.IsFailure())
        {
            _supervision = SuperviseAsync(_goingOn.Token);
        }
    }

    private async Task StartUntilItStaysAsync(CancellationToken outdated, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(outdated, cancellationToken);
        try
        {
            await StartRepeatedlyAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (outdated.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // It begins anew.
        }

        if (outdated.IsCancellationRequested)
        {
            await _life.StopAsync(StopMode.Keep).ConfigureAwait(false);
        }
    }

    private async Task StartRepeatedlyAsync(CancellationToken cancellationToken)
    {
        long begin = TimeProvider.GetTimestamp();
        for (int starts = 1; ; starts++)
        {
            await _life.StartAsync(_over.Token, cancellationToken).ConfigureAwait(false);
            if (Snapshot is not { State: UnitState.Waiting } waiting)
            {
                return;
            }

            if (TimeProvider.GetElapsedTime(begin) + _life.Delay > _life.StartLimit)
            {
                string lastLines = File.Exists(_context.LogFile) ? LogTail.Quote(_context.LogFile) : "";
                string reason = $"It was started {starts} times within its start limit of {_life.StartLimit.TotalSeconds:0.###} s and did not stay. The last time{_life.LastEnd} {lastLines}";
                _board.Move(Name, UnitState.FailedToStart, s => s with { Exit = waiting.Exit, Reason = reason.TrimEnd() });
                return;
            }

            await DelayAsync(cancellationToken).ConfigureAwait(false);
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
                if (Snapshot.State != UnitState.Waiting)
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
            if (Snapshot.State == UnitState.Waiting)
            {
                _isStarting = true;
                await _life.StartAsync(_over.Token, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _isStarting = false;
            _oneAtATime.Release();
        }
    }

    private async Task DelayAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(_life.Delay, TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A start that is given up while it waits for its next attempt was not going to be one any more.
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

        // Before it looks whether a stop was asked for, as a stop says that it was before it looks what there is to cancel.
        Interlocked.Exchange(ref _goingOn, new());
    }
}
