using Microsoft.AspNetCore.Connections;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>The client connections of a session, so that they can be aborted with it. Thread-safe.</summary>
internal sealed class ConnectionSet : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<ConnectionContext> _live = [];
    private readonly TaskCompletionSource _allGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private bool _hasEnded;

    public ConnectionSet() => Ending = _ending.Token;

    /// <summary>Gets a token that is canceled when the session ends.</summary>
    /// <remarks>A connection's own token is canceled too when the client has merely said its last word and still listens.</remarks>
    public CancellationToken Ending { get; }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _live.Count;
            }
        }
    }

    /// <summary>Takes a connection in; <see langword="false"/> when the session has ended.</summary>
    public bool TryAdd(ConnectionContext connection)
    {
        lock (_gate)
        {
            return !_hasEnded && _live.Add(connection);
        }
    }

    public void Remove(ConnectionContext connection)
    {
        lock (_gate)
        {
            _live.Remove(connection);
            CompleteIfGone_UnderGate();
        }
    }

    /// <summary>Aborts all connections that there are; others may come.</summary>
    public void AbortAll(string why)
    {
        ConnectionContext[] live;
        lock (_gate)
        {
            live = [.. _live];
        }

        foreach (ConnectionContext connection in live)
        {
            connection.Abort(new ConnectionAbortedException(why));
        }
    }

    /// <summary>Aborts all connections and completes when the last one is no longer served.</summary>
    public async Task EndAsync()
    {
        lock (_gate)
        {
            _hasEnded = true;
            CompleteIfGone_UnderGate();
        }

        AbortAll("The proxy session has ended.");
        await _ending.CancelAsync().ConfigureAwait(false);
        await _allGone.Task.ConfigureAwait(false);
    }

    public void Dispose() => _ending.Dispose();

    private void CompleteIfGone_UnderGate()
    {
        if (_hasEnded && _live.Count == 0)
        {
            _allGone.TrySetResult();
        }
    }
}
