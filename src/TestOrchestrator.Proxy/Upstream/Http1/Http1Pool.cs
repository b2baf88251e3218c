using TestOrchestrator.Proxy.Upstream.Origins;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>The connections that wait for their next request. Thread-safe.</summary>
internal sealed class Http1Pool : IDisposable
{
    /// <summary>How long a connection may wait.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(60);

    // More at once are opened as needed, and closed when they have been used.
    private const int LimitPerOrigin = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<Origin, List<Http1Connection>> _idle = [];
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private bool _isTimerArmed;
    private bool _isDisposed;

    public Http1Pool(TimeProvider clock)
    {
        _clock = clock;
        _timer = clock.CreateTimer(static pool => ((Http1Pool)pool!).CloseOld(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _idle.Values.Sum(c => c.Count);
            }
        }
    }

    /// <summary>Takes the connection that was used last; <see langword="null"/> when none is fit.</summary>
    public Http1Connection? Take(in Origin origin)
    {
        while (TakeLast(origin) is { } connection)
        {
            if (!connection.IsStale)
            {
                return connection;
            }

            connection.Dispose();
        }

        return null;
    }

    /// <summary>Gives a connection back that is ready for the next request.</summary>
    public void Return(in Origin origin, Http1Connection connection)
    {
        connection.Rest(_clock.GetTimestamp());
        bool isKept;
        lock (_gate)
        {
            isKept = !_isDisposed && Keep_UnderGate(origin, connection);
        }

        if (!isKept)
        {
            connection.Dispose();
        }
    }

    public void Dispose()
    {
        Http1Connection[] idle;
        lock (_gate)
        {
            _isDisposed = true;
            idle = [.. _idle.Values.SelectMany(c => c)];
            _idle.Clear();
        }

        _timer.Dispose();
        Array.ForEach(idle, c => c.Dispose());
    }

    private Http1Connection? TakeLast(in Origin origin)
    {
        lock (_gate)
        {
            if (!_idle.TryGetValue(origin, out List<Http1Connection>? waiting) || waiting.Count == 0)
            {
                return null;
            }

            Http1Connection last = waiting[^1];
            waiting.RemoveAt(waiting.Count - 1);
            return last;
        }
    }

    private bool Keep_UnderGate(in Origin origin, Http1Connection connection)
    {
        if (!_idle.TryGetValue(origin, out List<Http1Connection>? waiting))
        {
            _idle[origin] = waiting = [];
        }

        if (waiting.Count >= LimitPerOrigin)
        {
            return false;
        }

        waiting.Add(connection);
        if (!_isTimerArmed)
        {
            _isTimerArmed = true;
            _timer.Change(IdleLimit, Timeout.InfiniteTimeSpan);
        }

        return true;
    }

    // Those that were used last are at the end. The timer runs only while somebody waits.
    private void CloseOld()
    {
        List<Http1Connection> old = [];
        lock (_gate)
        {
            foreach ((Origin origin, List<Http1Connection> waiting) in _idle.ToArray())
            {
                int count = waiting.FindIndex(c => _clock.GetElapsedTime(c.IdleSince) < IdleLimit) is >= 0 and int young ? young : waiting.Count;
                old.AddRange(waiting[..count]);
                waiting.RemoveRange(0, count);
                if (waiting.Count == 0)
                {
                    _idle.Remove(origin);
                }
            }

            _isTimerArmed = _idle.Count > 0 && !_isDisposed;
            if (_isTimerArmed)
            {
                _timer.Change(IdleLimit, Timeout.InfiniteTimeSpan);
            }
        }

        old.ForEach(c => c.Dispose());
    }
}
