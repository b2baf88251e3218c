namespace TestOrchestrator.Engine.Applications;

/// <summary>The applications of a run that have not ended. Thread-safe.</summary>
internal sealed class ApplicationRegistry : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<RunningApplication> _applications = [];
    private bool _closed;

    /// <summary>Adds an application, unless the run is being stopped.</summary>
    public bool TryAdd(RunningApplication application)
    {
        lock (_gate)
        {
            return !_closed && _applications.Add(application);
        }
    }

    public void Remove(RunningApplication application)
    {
        lock (_gate)
        {
            _applications.Remove(application);
        }
    }

    public async ValueTask DisposeAsync()
    {
        RunningApplication[] all;
        lock (_gate)
        {
            _closed = true;
            all = [.. _applications];
        }

        await Task.WhenAll(all.Select(a => a.DisposeAsync().AsTask())).ConfigureAwait(false);
    }
}
