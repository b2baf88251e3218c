namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>When what happened, as far as it has, each as time since the start. It is a part of its exchange, and guarded by the gate of the log.</summary>
internal struct LiveTimings(DateTimeOffset startedAt)
{
    public TimeSpan? RequestReceived { get; set; }

    public TimeSpan? ResponseStarted { get; set; }

    public TimeSpan? Completed { get; set; }

    public readonly ExchangeTimings Snapshot() => new() { StartedAt = startedAt, RequestReceived = RequestReceived, ResponseStarted = ResponseStarted, Completed = Completed };
}
