namespace Bench.Proxies;

/// <summary>What sessions cost in a process. Immutable.</summary>
internal sealed record SessionCosts
{
    /// <summary>Gets how long each session took to be opened, in milliseconds.</summary>
    public required double[] Opened { get; init; }

    public required double[] Ended { get; init; }

    /// <summary>Gets how many threads the process had before the sessions that are open together, and with them.</summary>
    public required int ThreadsBefore { get; init; }

    public required int ThreadsWith { get; init; }

    /// <summary>Gets how many sessions were open together.</summary>
    public required int Together { get; init; }
}
