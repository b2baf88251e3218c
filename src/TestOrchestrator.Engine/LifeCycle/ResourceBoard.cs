using System.Collections.Immutable;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>The states of all resources of one application, and the one place where they change. Thread-safe.</summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="changed">Called for each change, one after the other, in the order in which they happened. Readers never wait for it.</param>
internal sealed class ResourceBoard(TimeProvider timeProvider, Action<ResourceSnapshot> changed)
{
    private readonly Lock _gate = new();
    private readonly Lock _telling = new();
    private readonly Queue<ResourceSnapshot> _untold = new();

    // Readers take the reference and never the lock: a dictionary, once published, does not change.
    private ImmutableDictionary<string, ResourceSnapshot> _snapshots = ImmutableDictionary.Create<string, ResourceSnapshot>(ResourceName.Comparer);
    private TaskCompletionSource _nextChange = NewSignal();
    private long _version;

    public ImmutableDictionary<string, ResourceSnapshot> Snapshots => Volatile.Read(ref _snapshots);

    public void Declare(string name, string resource)
    {
        lock (_gate)
        {
            Publish_UnderGate(new() { Name = name, Resource = resource, State = ResourceState.Declared, Since = timeProvider.GetUtcNow(), Version = ++_version });
        }
    }

    /// <summary>Moves an instance to another state.</summary>
    /// <param name="name">The instance.</param>
    /// <param name="state">The state.</param>
    /// <param name="change">What else changes.</param>
    /// <exception cref="EngineException">The life cycle does not allow the step.</exception>
    public ResourceSnapshot Move(string name, ResourceState state, Func<ResourceSnapshot, ResourceSnapshot>? change = null) =>
        TryMove(name, state, _ => true, change) ?? throw LifeCycleErrors.NotAllowed(name, Snapshots[name].State, state);

    /// <summary>Moves an instance to another state, if it is in one that <paramref name="when"/> accepts and that allows the step.</summary>
    /// <returns>The new snapshot; null if it was not moved.</returns>
    public ResourceSnapshot? TryMove(string name, ResourceState state, Predicate<ResourceState> when, Func<ResourceSnapshot, ResourceSnapshot>? change = null)
    {
        ResourceSnapshot next;
        lock (_gate)
        {
            ResourceSnapshot current = _snapshots[name];
            if (!when(current.State) || !ResourceTransitions.Allows(current.State, state))
            {
                return null;
            }

            next = current with { State = state, Since = timeProvider.GetUtcNow(), Version = ++_version, Reason = null };
            next = change?.Invoke(next) ?? next;
            Publish_UnderGate(next);
            _untold.Enqueue(next);
        }

        Tell();
        return next;
    }

    /// <summary>Waits until something is true of the states. Never misses a change, never looks without one.</summary>
    /// <param name="condition">Returns null as long as it is not true.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the condition returned.</returns>
    public async Task<T> WaitAsync<T>(Func<ImmutableDictionary<string, ResourceSnapshot>, T?> condition, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            // The signal first: a change after it is not missed, only looked at twice.
            Task change = Volatile.Read(ref _nextChange).Task;
            if (condition(Snapshots) is { } result)
            {
                return result;
            }

            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Whoever is here first tells what others have changed as well; when it returns, the caller's own change has been told.
    private void Tell()
    {
        lock (_telling)
        {
            while (NextUntold() is { } change)
            {
                changed(change);
            }
        }
    }

    private ResourceSnapshot? NextUntold()
    {
        lock (_gate)
        {
            return _untold.TryDequeue(out ResourceSnapshot? next) ? next : null;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Publish_UnderGate(ResourceSnapshot snapshot)
    {
        Volatile.Write(ref _snapshots, _snapshots.SetItem(snapshot.Name, snapshot));
        TaskCompletionSource before = _nextChange;
        Volatile.Write(ref _nextChange, NewSignal());
        before.TrySetResult();
    }
}
