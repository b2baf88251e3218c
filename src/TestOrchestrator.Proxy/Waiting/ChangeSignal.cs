namespace TestOrchestrator.Proxy.Waiting;

/// <summary>Lets waiters sleep until the next change. Not thread-safe: its owner calls it while holding its lock.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource? _next;

    /// <summary>Completes at the next change. Taken before looking, so that a change between looking and waiting is not missed.</summary>
    public Task Next_UnderGate() => (_next ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Fire_UnderGate()
    {
        _next?.TrySetResult();
        _next = null;
    }
}
