namespace TestOrchestrator.Proxy.Waiting;

/// <summary>
/// The one place that waits for something to be seen: satisfied, timed out or canceled, and each looks different. Thread-safe.
/// </summary>
internal static class Wait
{
    /// <summary>How long to wait where a caller does not say. A busy machine needs the time; what is awaited ends the wait at once.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    // Timers count in milliseconds: a shorter rest would spin.
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>Looks, and looks again after each change, until a look is satisfied.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public static async Task<T> UntilAsync<T>(
        Func<Glance<T>> look, TimeSpan timeout, Func<Exception> timedOut, TimeProvider clock, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Glance<T> glance = look();
            if (glance is { IsSatisfied: true, Found: { } found })
            {
                return found;
            }

            TimeSpan left = timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : timeout - clock.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                throw timedOut();
            }

            await RestAsync(glance.Changed, glance.LookAgainAfter < left ? glance.LookAgainAfter.Value : left, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Checks a timeout given by a caller.</summary>
    public static TimeSpan Checked(TimeSpan timeout, string parameter) => timeout >= TimeSpan.Zero || timeout == Timeout.InfiniteTimeSpan
        ? timeout
        : throw new ArgumentOutOfRangeException(parameter, timeout, "A time to wait is not negative; Timeout.InfiniteTimeSpan waits without end.");

    private static async Task RestAsync(Task changed, TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        TimeSpan rest = atMost == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : atMost < s_shortest ? s_shortest : atMost;
        try
        {
            await changed.WaitAsync(rest, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Not the end: the caller looks once more, so that what came in the last moment counts.
        }
    }
}
