using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>
/// When what happened, as far as it has, each as time since the start. It is a part of its exchange, and guarded by the gate of the log.
/// </summary>
internal struct LiveTimings(DateTimeOffset startedAt)
{
    public TimeSpan? RequestReceived { get; set; }

    public TimeSpan? ResponseStarted { get; set; }

    public TimeSpan? Completed { get; set; }

    public ConnectionTimings? Connection { get; private set; }

    /// <summary>A connection to the origin is so far.</summary>
    public void Connecting(ConnectionStep step, TimeSpan at)
    {
        // Over HTTP/2 the request may have been answered on another connection before its own stood.
        if (ResponseStarted is null && Completed is null)
        {
            // An origin that does not speak HTTP/2 is connected to once more.
            Connection = step switch
            {
                ConnectionStep.Reached => Connection! with { TlsBegun = at },
                ConnectionStep.Opened => Connection! with { Opened = at },
                ConnectionStep.Begun or _ => new ConnectionTimings { Begun = at },
            };
        }
    }

    public readonly ExchangeTimings Snapshot() => new()
    {
        StartedAt = startedAt,
        Connection = Connection,
        RequestReceived = RequestReceived,
        ResponseStarted = ResponseStarted,
        Completed = Completed,
    };
}
