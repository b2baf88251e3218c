namespace TestOrchestrator.Proxy.Faults;

/// <summary>A line of a given rate, which everybody who sends on it shares: first come, first served. Thread-safe.</summary>
internal sealed class TokenBucket(long bytesPerSecond, TimeProvider clock)
{
    // What a pause, or a timer that was late, may be made up for.
    private static readonly TimeSpan s_burst = TimeSpan.FromMilliseconds(50);

    private const int PartsPerSecond = 100;

    private readonly Lock _gate = new();
    private readonly long _start = clock.GetTimestamp();

    // In ticks since the start. A fraction of a tick for each part would become a wrong rate.
    private double _free;

    /// <summary>Gets the most bytes to send at once: those of 10 ms, so that they flow evenly.</summary>
    public int Part { get; } = (int)Math.Clamp(bytesPerSecond / PartsPerSecond, 1, int.MaxValue);

    /// <summary>Takes the line for so many bytes.</summary>
    /// <returns>The time until the last of them has been carried, when they are to be passed on.</returns>
    public TimeSpan Take(int bytes)
    {
        lock (_gate)
        {
            double now = clock.GetElapsedTime(_start).Ticks;
            _free = Math.Max(_free, now - s_burst.Ticks) + ((double)bytes * TimeSpan.TicksPerSecond / bytesPerSecond);

            // Timers know whole milliseconds, and would be early with a part of one. What is late here is made up for with the next bytes.
            return TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, _free - now) / TimeSpan.TicksPerMillisecond));
        }
    }
}
