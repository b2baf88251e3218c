namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>When what happened, by the clock of the server. Immutable.</summary>
public sealed record ExchangeTimings
{
    /// <summary>Gets when the head of the request had been received.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets how long after the start the whole request had been received.</summary>
    /// <value><see langword="null"/> while it has not.</value>
    public TimeSpan? RequestReceived { get; init; }

    /// <summary>Gets when the connection to the origin was opened.</summary>
    /// <value><see langword="null"/> unless one was opened for this request: most use one that another has left.</value>
    public ConnectionTimings? Connection { get; init; }

    /// <summary>Gets how long after the start the head of the response was known.</summary>
    /// <value><see langword="null"/> while there is none.</value>
    public TimeSpan? ResponseStarted { get; init; }

    /// <summary>Gets how long after the start the exchange ended.</summary>
    /// <value><see langword="null"/> while it has not.</value>
    public TimeSpan? Completed { get; init; }
}
