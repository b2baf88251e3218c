using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Har;

/// <summary>How long each phase took, in milliseconds; -1 where that is unknown or does not apply. Immutable.</summary>
internal sealed record HarTimings
{
    // Microseconds.
    private const int Digits = 3;

    public static HarTimings Unknown { get; } = new();

    public double Blocked { get; init; } = -1;

    public double Dns { get; init; } = -1;

    public double Connect { get; init; } = -1;

    public double Ssl { get; init; } = -1;

    public double Send { get; init; }

    public double Wait { get; init; }

    public double Receive { get; init; }

    /// <summary>Gets what the phases take together; the time of TLS is part of that of connecting.</summary>
    public double Total => Math.Round(new[] { Blocked, Dns, Connect, Send, Wait, Receive }.Where(t => t > 0).Sum(), Digits);

    /// <summary>
    /// The phases of an exchange, one after another: what overlapped counts for the earlier one, and what has not ended yet has taken no
    /// time.
    /// </summary>
    /// <remarks>Names are looked up while connecting. What went before a connection was begun was waiting for it.</remarks>
    public static HarTimings Of(ExchangeTimings timings)
    {
        ConnectionTimings? connection = timings.Connection;
        TimeSpan begun = connection?.Begun ?? TimeSpan.Zero;
        TimeSpan opened = Later(connection is null ? null : connection.Opened ?? timings.Completed ?? connection.TlsBegun, begun);
        TimeSpan sent = Later(timings.RequestReceived, opened);
        TimeSpan answered = Later(timings.ResponseStarted ?? timings.Completed, sent);
        TimeSpan ended = Later(timings.Completed, answered);
        return new HarTimings
        {
            Blocked = connection is null ? -1 : Milliseconds(begun),
            Connect = connection is null ? -1 : Milliseconds(opened - begun),
            Ssl = connection?.TlsBegun is { } secured ? Milliseconds(opened - secured) : -1,
            Send = Milliseconds(sent - opened),
            Wait = Milliseconds(answered - sent),
            Receive = Milliseconds(ended - answered),
        };
    }

    private static TimeSpan Later(TimeSpan? one, TimeSpan other) => one > other ? one.Value : other;

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, Digits);
}
