namespace TestOrchestrator.Proxy.Har;

/// <summary>How long each phase took, in milliseconds; -1 where that is unknown or does not apply. Immutable.</summary>
internal sealed record HarTimings
{
    public static HarTimings Unknown { get; } = new();

    public double Blocked { get; init; } = -1;

    public double Dns { get; init; } = -1;

    public double Connect { get; init; } = -1;

    public double Ssl { get; init; } = -1;

    public double Send { get; init; }

    public double Wait { get; init; }

    public double Receive { get; init; }

    /// <summary>Gets what the phases take together; the time of TLS is part of that of connecting.</summary>
    public double Total => new[] { Blocked, Dns, Connect, Send, Wait, Receive }.Where(t => t > 0).Sum();
}
