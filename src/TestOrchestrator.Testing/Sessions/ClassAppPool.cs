using System.Diagnostics.CodeAnalysis;
using TestOrchestrator.Testing.Adapters;

namespace TestOrchestrator.Testing.Sessions;

/// <summary>
/// One application per test class: started at most once, ahead of need where the plan is known, and stopped in the background as soon as no
/// test of the class is left. Knows nothing of any test framework. Thread-safe.
/// </summary>
/// <typeparam name="TApp">What a class gets.</typeparam>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The source has no timer and no handle: canceling it, which ends the pool, is all that it needs.")]
internal sealed class ClassAppPool<TApp>
    where TApp : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ClassSlot<TApp>> _slots = new(StringComparer.Ordinal);
    private readonly Queue<ClassSlot<TApp>> _toWarm = [];
    private readonly CancellationTokenSource _abort = new();
    private readonly ClassAppActions<TApp> _actions;
    private readonly int _ahead;
    private bool _planned;
    private bool _closed;

    /// <param name="actions">How an application is started and stopped.</param>
    /// <param name="ahead">How many applications are started before somebody asks for one.</param>
    public ClassAppPool(ClassAppActions<TApp> actions, int ahead)
    {
        _actions = actions;
        _ahead = ahead;
    }

    /// <summary>
    /// Starts the first applications before anything is planned. One of a class that does not run is stopped with the session.
    /// </summary>
    public void WarmEarly(IEnumerable<PlannedClass> classes)
    {
        lock (_gate)
        {
            foreach (PlannedClass @class in classes.Take(_ahead))
            {
                Start_UnderGate(Slot_UnderGate(@class));
            }
        }
    }

    /// <summary>Takes over the plan, once, and starts applications ahead of need.</summary>
    /// <param name="read">Reads the plan; null if it is not known yet.</param>
    public void EnsurePlanned(Func<IReadOnlyList<PlannedClass>?> read)
    {
        lock (_gate)
        {
            if (_planned || read() is not { } plan)
            {
                return;
            }

            _planned = true;
            foreach (PlannedClass @class in plan)
            {
                ClassSlot<TApp> slot = Slot_UnderGate(@class);
                slot.Planned = @class.Tests;
                _toWarm.Enqueue(slot);
            }

            for (int i = 0; i < _ahead; i++)
            {
                WarmNext_UnderGate();
            }
        }
    }

    /// <summary>Gets the application of a class, and starts it when nothing has yet.</summary>
    public Task<TApp> GetAsync(PlannedClass @class)
    {
        lock (_gate)
        {
            ClassSlot<TApp> slot = Slot_UnderGate(@class);
            return slot.Stop is not null || _closed
                ? throw new ObjectDisposedException(@class.Name, $"The application of '{@class.Name}' has been stopped already.")
                : Start_UnderGate(slot);
        }
    }

    public void TestStarted(string className, string test)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue(className, out ClassSlot<TApp>? slot))
            {
                slot.StartedTests++;
                slot.InFlight.Add(test);
            }
        }
    }

    public void TestFinished(string className, string test)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue(className, out ClassSlot<TApp>? slot))
            {
                slot.InFlight.Remove(test);
                if (slot.IsDone)
                {
                    Stop_UnderGate(slot);
                    WarmNext_UnderGate();
                }
            }
        }
    }

    /// <summary>Stops every application, also those that are being started, and waits until they have stopped.</summary>
    public Task StopAllAsync()
    {
        Task[] stops;
        lock (_gate)
        {
            _closed = true;
            stops = [.. _slots.Values.Select(Stop_UnderGate)];
        }

        _abort.Cancel();
        return Task.WhenAll(stops);
    }

    private ClassSlot<TApp> Slot_UnderGate(PlannedClass @class)
    {
        if (!_slots.TryGetValue(@class.Name, out ClassSlot<TApp>? slot))
        {
            _slots.Add(@class.Name, slot = new(@class));
        }

        return slot;
    }

    private Task<TApp> Start_UnderGate(ClassSlot<TApp> slot) =>
        slot.Start ??= Task.Run(() => _actions.StartAsync(slot.Class, _abort.Token));

    private void WarmNext_UnderGate()
    {
        while (!_closed && _toWarm.TryDequeue(out ClassSlot<TApp>? slot))
        {
            if (slot.Start is null && slot.Stop is null)
            {
                Start_UnderGate(slot);
                return;
            }
        }
    }

    private Task Stop_UnderGate(ClassSlot<TApp> slot) => slot.Stop ??= slot.Start is { } start ? StopAsync(start) : Task.CompletedTask;

    private async Task StopAsync(Task<TApp> start)
    {
        await ((Task)start).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        if (start.IsCompletedSuccessfully)
        {
            await _actions.StopAsync(await start.ConfigureAwait(false)).ConfigureAwait(false);
        }
    }
}
