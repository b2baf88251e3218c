namespace TestOrchestrator.Proxy.Faults;

/// <summary>Chance that repeats: the same numbers for the same seed, call and purpose, on every platform. Not thread-safe.</summary>
/// <remarks>
/// SplitMix64 (Steele, Lea, Flood 2014). Each purpose has numbers of its own, so that what happens at the same time, in either direction,
/// does not disturb it.
/// </remarks>
internal sealed class FaultRandom(long seed, int call, int purpose)
{
    private ulong _state = Mixed(Mixed((ulong)seed) + (ulong)call) + (ulong)purpose;

    /// <summary>At least 0, less than 1.</summary>
    public double NextDouble()
    {
        const int Bits = 53;
        _state += 0x9E3779B97F4A7C15;
        return (Mixed(_state) >> (64 - Bits)) * (1.0 / (1UL << Bits));
    }

    /// <summary>
    /// From <paramref name="middle"/> - <paramref name="spread"/> to <paramref name="middle"/> + <paramref name="spread"/>, both included.
    /// </summary>
    public long Around(long middle, long spread) => spread == 0 ? middle : middle - spread + (long)(NextDouble() * ((2 * spread) + 1));

    public TimeSpan Around(TimeSpan middle, TimeSpan spread) => new(Around(middle.Ticks, spread.Ticks));

    private static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
