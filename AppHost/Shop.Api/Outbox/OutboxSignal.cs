namespace Shop.Api.Outbox;

/// <summary>Wakes the worker of this process. Thread-safe.</summary>
internal sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _work = new(0);

    // A signal that is still waiting to be taken covers this one too: the worker that takes it looks for work after now.
    public void Notify()
    {
        if (_work.CurrentCount == 0)
        {
            _work.Release();
        }
    }

    /// <summary>Returns when there may be work, or when the time is over.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _work.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _work.Dispose();
}
