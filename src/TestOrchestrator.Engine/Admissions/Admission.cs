using TestOrchestrator.Engine.Events;
using TestOrchestrator.Engine.LifeCycle;

namespace TestOrchestrator.Engine.Admissions;

/// <summary>
/// Lets a number of applications start at the same time; the others wait in the order in which they came. Starts use the processor
/// alone: more at a time only make each of them late. Thread-safe.
/// </summary>
internal sealed class Admission(int places, TimeSpan limit, RunEvents events, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _queue = [];
    private readonly List<string> _starting = [];

    /// <summary>Gets how many start now and how many wait.</summary>
    public AdmissionStatus Status
    {
        get
        {
            lock (_gate)
            {
                return new() { Places = places, Starting = [.. _starting], Queued = [.. _queue.Select(w => w.Application)] };
            }
        }
    }

    /// <summary>Waits for a place.</summary>
    /// <param name="application">Who wants to start.</param>
    /// <param name="cancellationToken">Gives the wait up; the place in the queue is free again.</param>
    /// <returns>The place, which is given back by disposing of it.</returns>
    /// <exception cref="Errors.EngineException">The limit has passed.</exception>
    public async Task<IDisposable> EnterAsync(string application, CancellationToken cancellationToken)
    {
        Waiter waiter = new(application);
        LinkedListNode<Waiter>? node = Join(waiter);
        if (node is null)
        {
            return new Place(this, application);
        }

        events.Write("app-queued", ("app", application), ("position", Position(waiter)), ("places", places));
        long begin = timeProvider.GetTimestamp();
        try
        {
            await waiter.Admitted.Task.WaitAsync(Waiting.WaitOptions.Effective(limit), timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (!TryLeave(node))
            {
                // It was admitted at the same moment.
                Leave(application);
            }

            throw e is TimeoutException ? LifeCycleErrors.QueuedTooLong(application, limit, Status) : e;
        }

        events.Write("app-admitted", ("app", application), ("milliseconds", timeProvider.GetElapsedTime(begin).TotalMilliseconds));
        return new Place(this, application);
    }

    private LinkedListNode<Waiter>? Join(Waiter waiter)
    {
        lock (_gate)
        {
            if (_starting.Count < places && _queue.Count == 0)
            {
                _starting.Add(waiter.Application);
                return null;
            }

            return _queue.AddLast(waiter);
        }
    }

    private int Position(Waiter waiter)
    {
        lock (_gate)
        {
            return _queue.TakeWhile(w => w != waiter).Count() + 1;
        }
    }

    private bool TryLeave(LinkedListNode<Waiter> node)
    {
        lock (_gate)
        {
            if (node.List is null)
            {
                return false;
            }

            _queue.Remove(node);
            return true;
        }
    }

    private void Leave(string application)
    {
        lock (_gate)
        {
            _starting.Remove(application);
            while (_starting.Count < places && _queue.First is { } next)
            {
                _queue.RemoveFirst();
                _starting.Add(next.Value.Application);
                next.Value.Admitted.TrySetResult();
            }
        }
    }

    private sealed class Waiter(string application)
    {
        public string Application => application;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Place(Admission admission, string application) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            {
                admission.Leave(application);
            }
        }
    }
}
