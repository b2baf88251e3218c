using TestOrchestrator.AppModel.Endpoints;
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
/// Takes one instance of a resource through its life: waits for what it depends on, starts it, sees that it becomes ready, notices when it
/// ends, stops it, starts it again. Every state it is in stands on the board.
/// </summary>
internal sealed class ResourceRunner : IAsyncDisposable
{
    private readonly ResourceContext _context;
    private readonly IResourceRuntime _runtime;
    private readonly ResourceBoard _board;
    private readonly HealthProbe _health;
    private readonly PlannedUnit _unit;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly CancellationTokenSource _over = new();
    private IResourceInstance? _instance;
    private Task _watching = Task.CompletedTask;
    private Task _late = Task.CompletedTask;

    public ResourceRunner(ResourceContext context, IResourceRuntime runtime, ResourceBoard board, PlannedUnit unit)
    {
        _context = context;
        _runtime = runtime;
        _board = board;
        _unit = unit;
        _health = new(context);
    }

    public string Name => _context.Name;

    public ResourceContext Context => _context;

    public IResourceRuntime Runtime => _runtime;

    public ResourceSnapshot Snapshot => _board.Snapshots[Name];

    private EngineRunOptions Options => _context.Run.Options;

    /// <summary>Starts the instance and waits until it is ready or has failed; its state says which. Throws only when it is canceled.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        await _oneAtATime.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            await WaitAndStartAsync(either.Token).ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Stops the instance if it runs. Idempotent.</summary>
    public async Task StopAsync(StopMode mode)
    {
        await _oneAtATime.WaitAsync().ConfigureAwait(false);
        try
        {
            await StopInstanceAsync(mode).ConfigureAwait(false);
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
            await Wait.ForAsync($"the start of '{Name}' to end, which was given up", _late, Options.StartLimit, Options.TimeProvider, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            await _runtime.DisposeAsync().ConfigureAwait(false);
            _over.Dispose();
            _oneAtATime.Dispose();
        }
    }

    private async Task WaitAndStartAsync(CancellationToken cancellationToken)
    {
        if (_board.TryMove(Name, ResourceState.Waiting, state => !state.IsUp()) is null)
        {
            throw LifeCycleErrors.CannotStart(Name, Snapshot.State);
        }

        _instance = null;
        try
        {
            // Programs can be fetched while others start; only the start itself must wait.
            Task prepared = Wait.ForAsync($"what '{Name}' needs before it starts", _runtime.PrepareAsync(cancellationToken), Options.PrepareLimit, Options.TimeProvider, cancellationToken);
            string? skipped = await WaitForDependenciesAsync(cancellationToken).ConfigureAwait(false);
            await prepared.ConfigureAwait(false);
            if (skipped is not null)
            {
                _board.Move(Name, ResourceState.Skipped, s => s with { Reason = $"It was not started, because {skipped}." });
                return;
            }

            _board.Move(Name, ResourceState.Starting);
            await StartInstanceAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await StopInstanceAsync(StopMode.Discard).ConfigureAwait(false);
            throw;
        }
#pragma warning disable CA1031 // Whatever a provider throws is why this resource did not start, and no reason to end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await FailAsync(e is EngineException or TimeoutException or AppModel.Validation.AppModelException ? e.Message : e.ToString()).ConfigureAwait(false);
        }
    }

    private async Task<string?> WaitForDependenciesAsync(CancellationToken cancellationToken)
    {
        // All at once: one that has failed decides, however long the others take.
        DependencyStatus decided = await _board.WaitAsync(
            snapshots => DependencyStatus.Of(_unit.Dependencies.Select(d => d.Look(snapshots))) is { IsNotYet: false } status ? status : null,
            cancellationToken).ConfigureAwait(false);
        return decided.Reason;
    }

    private async Task StartInstanceAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<IResourceInstance> starting = _runtime.StartAsync(limit.Token);
        try
        {
            await Wait.ForAsync($"'{Name}' to start", starting, Options.StartLimit, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await limit.CancelAsync().ConfigureAwait(false);
            _late = StopLateAsync(starting);
            throw;
        }

        IResourceInstance instance = await starting.ConfigureAwait(false);
        _instance = instance;
        _board.Move(Name, ResourceState.Running, s => s with { Process = instance.Process, Exit = null });
        await WaitUntilReadyAsync(instance, cancellationToken).ConfigureAwait(false);
        _watching = WatchAsync(instance);
        if (instance.Ended.IsCompleted)
        {
            await _watching.ConfigureAwait(false);
        }
    }

    // Nobody waits for the instance any more; it must not run on.
    private static async Task StopLateAsync(Task<IResourceInstance> starting)
    {
        IResourceInstance instance;
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

    private async Task WaitUntilReadyAsync(IResourceInstance instance, CancellationToken cancellationToken)
    {
        bool ended = false;
        await Wait.UntilAsync(
            $"'{Name}' to become ready",
            async token =>
            {
                if (instance.Ended.IsCompleted)
                {
                    ended = true;
                    return Observation.Satisfied;
                }

                return await _health.LookAsync(instance, token).ConfigureAwait(false);
            },
            new() { Timeout = Options.StartLimit },
            Options.TimeProvider,
            cancellationToken).ConfigureAwait(false);

        if (!ended)
        {
            _board.TryMove(Name, ResourceState.Ready, state => state == ResourceState.Running);
        }
    }

    private async Task WatchAsync(IResourceInstance instance)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        Task monitoring = Options.HealthInterval is { } interval && _health.HasChecks
            ? MonitorAsync(instance, interval, ended.Token)
            : Task.CompletedTask;
        ProcessExit exit = await instance.Ended.ConfigureAwait(false);

        // A program that listens is there to stay; only one that does not may end, and then with success. Or others wait for just that.
        bool expected = (exit.IsSuccess && !_context.Resource.Annotations.OfType<EndpointAnnotation>().Any())
            || (exit.ExitCode is { } code && _unit.AwaitedCodes.Contains(code));
        _board.TryMove(
            Name,
            expected ? ResourceState.Completed : ResourceState.Exited,
            state => state.IsUp(),
            s => s with { Exit = exit, Process = null, Reason = expected ? null : LifeCycleErrors.Ended(Name, exit.ToString(), LogTail.Quote(_context.LogFile)).Message });
        await ended.CancelAsync().ConfigureAwait(false);
        await monitoring.ConfigureAwait(false);
    }

    private async Task MonitorAsync(IResourceInstance instance, TimeSpan interval, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(interval, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
                Observation seen = await _health.LookAsync(instance, cancellationToken).ConfigureAwait(false);
                _ = seen.IsSatisfied
                    ? _board.TryMove(Name, ResourceState.Ready, state => state == ResourceState.Unhealthy)
                    : _board.TryMove(Name, ResourceState.Unhealthy, state => state == ResourceState.Ready, s => s with { Reason = $"Its health check saw {seen.Saw}." });
            }
        }
        catch (OperationCanceledException)
        {
            // The instance has ended, or the application ends.
        }
    }

    private async Task StopInstanceAsync(StopMode mode)
    {
        if (_instance is not { } instance)
        {
            // A start that was given up on its way.
            _board.TryMove(Name, ResourceState.Stopping, state => state == ResourceState.Starting);
            _board.TryMove(Name, ResourceState.Stopped, state => state is ResourceState.Waiting or ResourceState.Stopping);
            return;
        }

        bool wasUp = _board.TryMove(Name, ResourceState.Stopping, _ => true) is not null;
        await instance.StopAsync(mode).ConfigureAwait(false);
        ProcessExit exit = await instance.Ended.ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        _instance = null;
        if (wasUp)
        {
            _board.Move(Name, ResourceState.Stopped, s => s with { Exit = exit, Process = null });
        }
    }

    private async Task FailAsync(string why)
    {
        string lastLines = File.Exists(_context.LogFile) ? LogTail.Quote(_context.LogFile) : "";
        if (_instance is { } instance)
        {
            _instance = null;
            await instance.StopAsync(StopMode.Discard).ConfigureAwait(false);
        }

        _board.Move(Name, ResourceState.FailedToStart, s => s with { Reason = $"{why} {lastLines}".TrimEnd() });
    }
}
