namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>
/// When the connection was opened that a request needed to reach its origin, each as time since the start of the exchange. Immutable.
/// </summary>
public sealed record ConnectionTimings
{
    /// <summary>Gets when it was begun: before the name of the origin was looked up.</summary>
    public required TimeSpan Begun { get; init; }

    /// <summary>Gets when TLS was begun.</summary>
    /// <value><see langword="null"/> without TLS, and while it has not been.</value>
    public TimeSpan? TlsBegun { get; init; }

    /// <summary>Gets when it stood, TLS included.</summary>
    /// <value><see langword="null"/> while it does not, and when the origin could not be reached.</value>
    public TimeSpan? Opened { get; init; }
}
