namespace TestOrchestrator.Engine.Waiting;

/// <summary>The one way of waiting by looking. It ends satisfied, timed out, or canceled, and the three look different.</summary>
public static class Wait
{
    /// <summary>Looks until the probe is satisfied.</summary>
    /// <param name="what">What is awaited, for the message.</param>
    /// <param name="probe">Looks once. What it throws ends the wait.</param>
    /// <param name="options">How long and how often.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">The limit has passed; the message says what was seen last.</exception>
    public static async Task UntilAsync(string what, Func<CancellationToken, ValueTask<Observation>> probe, WaitOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(options);
        using CancellationTokenSource deadline = new(options.EffectiveTimeout, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);

        Observation last = Observation.NotYet("nothing: the first probe did not finish");
        TimeSpan interval = options.FirstInterval;
        long start = timeProvider.GetTimestamp();
        try
        {
            while (true)
            {
                last = await probe(either.Token).ConfigureAwait(false);
                if (last.IsSatisfied)
                {
                    return;
                }

                await Task.Delay(interval, timeProvider, either.Token).ConfigureAwait(false);
                interval = options.Next(interval, timeProvider.GetElapsedTime(start));
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Both may have fired. The caller's wish is the better answer: nobody reads a timeout of an abandoned wait.
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"Waited {options.Timeout.TotalSeconds:0.###} s for {what}. The last probe saw {last.Saw}.");
        }
    }

    /// <summary>Awaits a task for a limited time.</summary>
    /// <param name="what">What is awaited, for the message.</param>
    /// <param name="task">What is awaited. It goes on when the limit has passed: the caller ends it.</param>
    /// <param name="timeout">The limit.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">The limit has passed.</exception>
    public static async Task ForAsync(string what, Task task, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        TimeSpan limit = new WaitOptions { Timeout = timeout }.EffectiveTimeout;
        try
        {
            await task.WaitAsync(limit, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {timeout.TotalSeconds:0.###} s for {what}.");
        }
    }
}
