using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;
using TestOrchestrator.Engine.Health;
using TestOrchestrator.Engine.LifeCycle;
using TestOrchestrator.Engine.Logs;
using TestOrchestrator.Engine.Processes;
using TestOrchestrator.Engine.Providers;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Engine.Applications;

/// <summary>
/// One life of an instance after the other: waits for what it depends on, starts it, sees that it becomes ready, notices when it ends.
/// Every state it is in stands on the board. Not thread-safe: <see cref="UnitRunner"/> calls one method at a time.
/// </summary>
internal sealed class InstanceLife(UnitContext context, IUnitRuntime runtime, UnitBoard board, PlannedUnit unit, RestartSchedule restarts, Func<CancellationToken, Task<bool>> movePorts)
{
    // Ports are taken by chance, and not again and again.
    private const int Attempts = 3;

    private readonly HealthProbe _health = new(context);
    private readonly TimeSpan _startLimit = context.Unit.StartLimit ?? context.Run.Options.StartLimit;
    private IUnitInstance? _instance;
    private Task _late = Task.CompletedTask;
    private long _upSince;

    /// <summary>Gets a task that ends when the instance that was started last has ended and its state says so.</summary>
    public Task Watching { get; private set; } = Task.CompletedTask;

    /// <summary>Gets how long to wait before the next start, if the state is <see cref="UnitState.Waiting"/> after an end.</summary>
    public TimeSpan Delay { get; private set; }

    /// <summary>Gets why it waits for the next start after an end, as the end of a sentence and perhaps more.</summary>
    public string LastEnd { get; private set; } = "";

    public TimeSpan StartLimit => _startLimit;

    private string Name => context.Name;

    private EngineRunOptions Options => context.Run.Options;

    /// <summary>Takes a waiting instance until it is ready or has failed; its state says which. Throws only when it is canceled.</summary>
    public async Task StartAsync(CancellationToken over, CancellationToken cancellationToken)
    {
        _instance = null;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Programs can be fetched while others start; only the start itself must wait.
            Task prepared = Wait.ForAsync($"what '{Name}' needs before it starts", runtime.PrepareAsync(cancellationToken), Options.PrepareLimit, Options.TimeProvider, cancellationToken);
            string? skipped = await WaitForDependenciesAsync(cancellationToken).ConfigureAwait(false);
            await prepared.ConfigureAwait(false);
            if (skipped is not null)
            {
                board.Move(Name, UnitState.Skipped, s => s with { Reason = $"It was not started, because {skipped}." });
                return;
            }

            if (context.Unit.BeforeStart is { } before)
            {
                await before(context, cancellationToken).ConfigureAwait(false);
            }

            await StartOnFreePortsAsync(over, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await StopAsync(StopMode.Discard).ConfigureAwait(false);
            throw;
        }
#pragma warning disable CA1031 // Whatever a provider throws is why this resource did not start, and no reason to end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await DiscardAsync().ConfigureAwait(false);
            Fail(Describe(e));
        }
    }

    /// <summary>Stops the instance if it runs. Idempotent.</summary>
    public async Task StopAsync(StopMode mode)
    {
        if (_instance is { } instance)
        {
            bool wasUp = board.TryMove(Name, UnitState.Stopping, _ => true) is not null;
            await instance.StopAsync(mode).ConfigureAwait(false);
            ProcessExit exit = await instance.Ended.ConfigureAwait(false);
            await Watching.ConfigureAwait(false);
            _instance = null;
            if (wasUp)
            {
                board.Move(Name, UnitState.Stopped, s => s with { Exit = exit, Process = null });
            }
        }

        // A start that was given up on its way, or one that was still to come.
        board.TryMove(Name, UnitState.Stopping, state => state == UnitState.Starting);
        board.TryMove(Name, UnitState.Stopped, state => state is UnitState.Waiting or UnitState.Stopping);
    }

    /// <summary>Waits for what was given up and may still be on its way.</summary>
    public Task WaitForLateAsync() =>
        Wait.ForAsync($"the start of '{Name}' to end, which was given up", _late, _startLimit, Options.TimeProvider, CancellationToken.None);

    private async Task<string?> WaitForDependenciesAsync(CancellationToken cancellationToken)
    {
        // All at once: one that has failed decides, however long the others take.
        DependencyStatus decided = await board.WaitAsync(
            snapshots => DependencyStatus.Of(unit.Dependencies.Select(d => d.Look(snapshots))) is { IsNotYet: false } status ? status : null,
            cancellationToken).ConfigureAwait(false);
        return decided.Reason;
    }

    private async Task StartOnFreePortsAsync(CancellationToken over, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            await movePorts(cancellationToken).ConfigureAwait(false);
            board.Move(Name, UnitState.Starting);
            StartOutcome outcome = await TryStartAsync(cancellationToken).ConfigureAwait(false);
            if (outcome == StartOutcome.Ready)
            {
                Watching = WatchAsync(_instance!, over);
                return;
            }

            if (outcome.Exit is null)
            {
                await DiscardAsync().ConfigureAwait(false);
            }

            // Somebody who took the port between the look and the start is why it failed, and listens now that it does not run.
            if (attempt < Attempts && await movePorts(cancellationToken).ConfigureAwait(false))
            {
                board.Move(Name, UnitState.Waiting, s => s with { Process = null, Reason = "It failed because another program has taken its port." });
                continue;
            }

            Finish(outcome);
            return;
        }
    }

    private void Finish(StartOutcome outcome)
    {
        if (outcome.Exit is { } exit)
        {
            Settle(exit);
        }
        else
        {
            Fail(outcome.Failure!);
        }
    }

    private async Task<StartOutcome> TryStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            IUnitInstance instance = _instance = await StartInstanceAsync(cancellationToken).ConfigureAwait(false);
            _upSince = Options.TimeProvider.GetTimestamp();
            board.Move(Name, UnitState.Running, s => s with { Process = instance.Process, Exit = null });
            return await WaitUntilReadyAsync(instance, cancellationToken).ConfigureAwait(false)
                ? StartOutcome.Ready
                : new() { Exit = await instance.Ended.ConfigureAwait(false) };
        }
#pragma warning disable CA1031 // Whatever a provider throws is why this resource did not start, and no reason to end the process.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new() { Failure = Describe(e) };
        }
    }

    private async Task<IUnitInstance> StartInstanceAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<IUnitInstance> starting = runtime.StartAsync(limit.Token);
        try
        {
            await Wait.ForAsync($"'{Name}' to start", starting, _startLimit, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await limit.CancelAsync().ConfigureAwait(false);
            _late = StopLateAsync(starting);
            throw;
        }

        return await starting.ConfigureAwait(false);
    }

    // Nobody waits for the instance any more; it must not run on.
    private static async Task StopLateAsync(Task<IUnitInstance> starting)
    {
        IUnitInstance instance;
        try
        {
            instance = await starting.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Why it did not start in time has been told; why it did not start at all afterwards helps nobody.
        catch (Exception)
#pragma warning restore CA1031
        {
            return;
        }

        await instance.StopAsync(StopMode.Discard).ConfigureAwait(false);
    }

    /// <returns>Whether it is ready; else it has ended.</returns>
    private async Task<bool> WaitUntilReadyAsync(IUnitInstance instance, CancellationToken cancellationToken)
    {
        bool ended = false;
        await Wait.UntilAsync(
            $"'{Name}' to become ready",
            async token =>
            {
                ended = instance.Ended.IsCompleted;
                return ended ? Observation.Satisfied : await _health.LookAsync(instance, token).ConfigureAwait(false);
            },
            new() { Timeout = _startLimit },
            Options.TimeProvider,
            cancellationToken).ConfigureAwait(false);
        if (!ended)
        {
            board.TryMove(Name, UnitState.Ready, state => state == UnitState.Running);
        }

        return !ended;
    }

    private async Task WatchAsync(IUnitInstance instance, CancellationToken over)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(over);
        Task monitoring = Options.HealthInterval is { } interval && _health.HasChecks
            ? new HealthMonitor(Name, _health, board, interval, Options.TimeProvider).RunAsync(instance, ended.Token)
            : Task.CompletedTask;
        Settle(await instance.Ended.ConfigureAwait(false));
        await ended.CancelAsync().ConfigureAwait(false);
        await monitoring.ConfigureAwait(false);
    }

    private void Settle(ProcessExit exit)
    {
        // A program that listens is there to stay; only one that does not may end, and then with success. Or others wait for just that.
        bool expected = (exit.IsSuccess && !unit.HasEndpoints) || unit.IsAwaited(exit);
        if (!board.Snapshots[Name].State.IsUp())
        {
            return;
        }

        if (restarts.Next(exit, Options.TimeProvider.GetElapsedTime(_upSince)) is { } delay)
        {
            Delay = delay;
            LastEnd = $" it {exit}.";
            board.TryMove(Name, UnitState.Waiting, state => state.IsUp(), s => s with { Exit = exit, Process = null, Reason = $"It {exit} and is started again after {delay.TotalSeconds:0.###} s." });
            return;
        }

        board.TryMove(
            Name,
            expected ? UnitState.Completed : UnitState.Exited,
            state => state.IsUp(),
            s => s with { Exit = exit, Process = null, Reason = expected ? null : LifeCycleErrors.Ended(Name, exit.ToString(), LogTail.Quote(context.LogFile)).Message });
    }

    private async Task DiscardAsync()
    {
        if (_instance is { } instance)
        {
            _instance = null;
            await instance.StopAsync(StopMode.Discard).ConfigureAwait(false);
        }
    }

    private void Fail(string why)
    {
        if (restarts.Next(exit: null, TimeSpan.Zero) is { } delay)
        {
            Delay = delay;
            LastEnd = $": {why}";
            board.Move(Name, UnitState.Waiting, s => s with { Process = null, Reason = $"{why} It is started again after {delay.TotalSeconds:0.###} s." });
            return;
        }

        string lastLines = File.Exists(context.LogFile) ? LogTail.Quote(context.LogFile) : "";
        board.Move(Name, UnitState.FailedToStart, s => s with { Process = null, Reason = $"{why} {lastLines}".TrimEnd() });
    }

    private static string Describe(Exception e) => e is EngineException or TimeoutException or DefinitionException ? e.Message : e.ToString();
}
