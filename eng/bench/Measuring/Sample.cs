namespace Bench.Measuring;

/// <summary>What was measured of one thing, once.</summary>
internal sealed record Sample
{
    /// <summary>Milliseconds until it was started: every health check passed.</summary>
    public required double Started { get; init; }

    /// <summary>Milliseconds, from the same beginning, until the first request was answered through database and cache.</summary>
    public double? Answered { get; init; }

    /// <summary>Milliseconds, from the same beginning, until the first order had gone through everything: database, cache, worker, proxy, peer.</summary>
    public double? Finished { get; init; }

    /// <summary>Milliseconds to take it down.</summary>
    public required double Stopped { get; init; }

    /// <summary>Milliseconds of processor time, of this process and every process that was started, from the beginning to the end.</summary>
    public double? Cpu { get; init; }

    /// <summary>MiB in use by the processes that were started (proportional set size) and by the state directory, while it ran.</summary>
    public double? Memory { get; init; }
}
