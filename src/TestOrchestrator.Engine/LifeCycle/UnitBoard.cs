using System.Collections.Immutable;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Errors;

namespace TestOrchestrator.Engine.LifeCycle;

/// <summary>The states of all resources of one application, and the one place where they change. Thread-safe.</summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="changed">
/// Called for each change, one after the other, in the order in which they happened. Readers never wait for it.
/// </param>
internal sealed class UnitBoard(TimeProvider timeProvider, Action<UnitSnapshot> changed)
{
    private readonly Lock _gate = new();
    private readonly Lock _telling = new();
    private readonly Queue<UnitSnapshot> _untold = new();

    // Readers take the reference and never the lock: a moment, once published, only learns which one follows it.
    private Moment _now = new(ImmutableDictionary.Create<string, UnitSnapshot>(UnitName.Comparer));
    private long _version;

    public ImmutableDictionary<string, UnitSnapshot> Snapshots => Volatile.Read(ref _now).Snapshots;

    public void Declare(string name, string unit)
    {
        lock (_gate)
        {
            Publish_UnderGate(new() { Name = name, Unit = unit, State = UnitState.Declared, Since = timeProvider.GetUtcNow(), Version = ++_version });
        }
    }

    /// <summary>Moves an instance to another state.</summary>
    /// <param name="name">The instance.</param>
    /// <param name="state">The state.</param>
    /// <param name="change">What else changes.</param>
    /// <exception cref="EngineException">The life cycle does not allow the step.</exception>
    public UnitSnapshot Move(string name, UnitState state, Func<UnitSnapshot, UnitSnapshot>? change = null) =>
        TryMove(name, state, _ => true, change) ?? throw LifeCycleErrors.NotAllowed(name, Snapshots[name].State, state);

    /// <summary>
    /// Moves an instance to another state, if it is in one that <paramref name="when"/> accepts and that allows the step.
    /// </summary>
    /// <returns>The new snapshot; null if it was not moved.</returns>
    public UnitSnapshot? TryMove(string name, UnitState state, Predicate<UnitState> when, Func<UnitSnapshot, UnitSnapshot>? change = null)
    {
        UnitSnapshot next;
        lock (_gate)
        {
            UnitSnapshot current = _now.Snapshots[name];
            if (!when(current.State) || !UnitTransitions.Allows(current.State, state))
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

    /// <summary>
    /// Waits until something is true of the states. Sees every change from now on in order, however soon another follows, and never looks
    /// without one.
    /// </summary>
    /// <param name="condition">Returns null as long as it is not true.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the condition returned.</returns>
    public async Task<T> WaitAsync<T>(Func<ImmutableDictionary<string, UnitSnapshot>, T?> condition, CancellationToken cancellationToken)
        where T : class
    {
        Moment moment = Volatile.Read(ref _now);
        while (true)
        {
            if (condition(moment.Snapshots) is { } result)
            {
                return result;
            }

            moment = await moment.Next.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
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

    private UnitSnapshot? NextUntold()
    {
        lock (_gate)
        {
            return _untold.TryDequeue(out UnitSnapshot? next) ? next : null;
        }
    }

    private void Publish_UnderGate(UnitSnapshot snapshot)
    {
        Moment before = _now;
        Moment next = new(before.Snapshots.SetItem(snapshot.Name, snapshot));
        Volatile.Write(ref _now, next);
        before.Next.TrySetResult(next);
    }

    /// <summary>The states of all resources between two changes.</summary>
    private sealed class Moment(ImmutableDictionary<string, UnitSnapshot> snapshots)
    {
        public ImmutableDictionary<string, UnitSnapshot> Snapshots => snapshots;

        public TaskCompletionSource<Moment> Next { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
