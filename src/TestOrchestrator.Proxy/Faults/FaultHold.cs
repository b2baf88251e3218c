namespace TestOrchestrator.Proxy.Faults;

/// <summary>The one way in which faults wait.</summary>
internal static class FaultHold
{
    /// <summary>Waits until the time has passed, or the fault is removed, which is told.</summary>
    /// <returns>Whether the time has passed.</returns>
    /// <exception cref="OperationCanceledException">The exchange is over, or the session.</exception>
    public static async ValueTask<bool> PassedAsync(Fault fault, TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (time == TimeSpan.Zero || fault.IsRemoved)
        {
            fault.Ending.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
            return !fault.IsRemoved;
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(fault.Removed, cancellationToken);
        try
        {
            await Task.Delay(time, clock, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            // The abort of a connection may be noticed later than the removal of the fault.
            fault.Ending.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
