namespace TestOrchestrator.Proxy.Har;

/// <summary>A connection whose bytes passed unread. Immutable.</summary>
internal sealed record HarTunnel
{
    public required DateTimeOffset StartedDateTime { get; init; }

    /// <summary>Gets how long it took, in milliseconds.</summary>
    public required double Time { get; init; }

    /// <summary>Gets host and port.</summary>
    public required string Target { get; init; }

    public HarFacts? Facts { get; init; }
}
