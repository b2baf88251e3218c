using TestOrchestrator.Proxy.Waiting;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>Holds answers back until the test lets them go.</summary>
/// <remarks>Thread-safe. Once opened it stays open; disposing it opens it.</remarks>
public sealed class ResponseGate : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ChangeSignal _changed = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _clock;
    private int _held;

    /// <summary>Makes a closed gate.</summary>
    /// <param name="timeProvider">The clock for waits; <see langword="null"/> is the system's.</param>
    public ResponseGate(TimeProvider? timeProvider = null) => _clock = timeProvider ?? TimeProvider.System;

    /// <summary>
    /// Gets how long an answer is held at most, counted from when it is held; then it goes, and that is a problem, TO2470.
    /// </summary>
    /// <value>The default is <see langword="null"/>: until the gate is opened. More than 0.</value>
    public TimeSpan? Limit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(Limit));
            field = value;
        }
    }

    /// <summary>Gets how many answers are held now.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
            {
                return _held;
            }
        }
    }

    /// <summary>Waits until a number of answers are held at the same time; returns at once when they are.</summary>
    /// <param name="count">At least 1.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/> is 30 seconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">TO2406: fewer were held in time.</exception>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public Task WaitForHeldAsync(int count, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        TimeSpan atMost = Wait.Checked(timeout ?? Wait.DefaultTimeout, nameof(timeout));
        return Wait.UntilAsync(
            () => Look(count),
            atMost,
            () => new TimeoutException($"TO2406: Waited {atMost.TotalSeconds:0.###} s for {count} held answers; {Held} are held{(IsOpen ? ", and the gate is open" : "")}."),
            _clock,
            cancellationToken);
    }

    /// <summary>Lets go what is held, and holds nothing from now on.</summary>
    public void Open() => _opened.TrySetResult();

    /// <inheritdoc/>
    public void Dispose() => Open();

    internal bool IsOpen => _opened.Task.IsCompleted;

    /// <summary>Waits until the gate is open.</summary>
    /// <returns>Whether it is; else the answer was held for as long as <see cref="Limit"/> says.</returns>
    internal async Task<bool> PassAsync(CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            return true;
        }

        Add(1);
        try
        {
            await _opened.Task.WaitAsync(Limit ?? Timeout.InfiniteTimeSpan, _clock, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            Add(-1);
        }
    }

    private void Add(int more)
    {
        lock (_gate)
        {
            _held += more;
            _changed.Fire_UnderGate();
        }
    }

    private Glance<bool> Look(int count)
    {
        lock (_gate)
        {
            return _held >= count ? Glance<bool>.Satisfied(true) : Glance<bool>.NotYet(_changed.Next_UnderGate());
        }
    }
}
