namespace Bench.Loads;

/// <summary>What the load client has seen. Immutable. What does not belong to the kind of task is 0.</summary>
internal sealed record LoadResult
{
    /// <summary>Gets why it could not be done; null when it could.</summary>
    public string? Problem { get; init; }

    /// <summary>Gets how many requests were answered.</summary>
    public int Requests { get; init; }

    /// <summary>Gets how many requests failed; each was tried again on a new connection.</summary>
    public int Failures { get; init; }

    /// <summary>Gets how many TLS handshakes continued an earlier session.</summary>
    public int Resumed { get; init; }

    public double Seconds { get; init; }

    /// <summary>Gets the latencies, in milliseconds.</summary>
    public double P50 { get; init; }

    public double P99 { get; init; }

    /// <summary>Gets how quickly a large body came, in MB (1,048,576 bytes) a second.</summary>
    public double Rate { get; init; }

    /// <summary>Gets the processor time of the process that was watched, in milliseconds.</summary>
    public double WatchedMilliseconds { get; init; }

    /// <summary>Gets the memory of the process that was watched, at the end, in MiB.</summary>
    public double WatchedMemory { get; init; }

    /// <summary>Gets the client's own processor time, in milliseconds.</summary>
    public double OwnMilliseconds { get; init; }

    /// <summary>Gets how many connections stood at the same time.</summary>
    public int Opened { get; init; }

    /// <summary>Gets how long it took to open them, in seconds.</summary>
    public double OpenSeconds { get; init; }
}
