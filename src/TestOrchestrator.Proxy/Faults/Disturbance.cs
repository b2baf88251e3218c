namespace TestOrchestrator.Proxy.Faults;

/// <summary>
/// Describes what goes wrong on the network: nothing, until something is said. The words are toxiproxy's, where it has one.
/// </summary>
/// <remarks>
/// <para>Immutable: every method returns a new disturbance. Saying the same thing twice replaces it; different things act together.</para>
/// <para>
/// The order in which they act, over all faults that hit an exchange: refuse (<see cref="Down"/>); then in each direction latency, timeout,
/// loss and reset before the first byte; then, while the body passes, data limit and reset at a byte, slices, bandwidth; slow close at its
/// end. Times add up, the smallest limit breaks first. Sizes and rates count the bytes of bodies, not of heads; in tunnels, and in
/// connections that were upgraded (WebSockets), all bytes.
/// </para>
/// <para>
/// Without a direction, what breaks before the first byte (<see cref="Timeout"/>, <see cref="Loss"/>, <see cref="Reset"/>) acts upstream:
/// neither a mock nor the origin hears of the request. All else acts downstream, on what the client gets. Told <see cref="Downstream"/>,
/// the former act once there is an answer, of which the client gets nothing.
/// </para>
/// </remarks>
public sealed record Disturbance
{
    private Disturbance()
    {
    }

    internal static Disturbance Nothing { get; } = new();

    internal (TimeSpan Middle, TimeSpan Spread)? LatencyPart { get; private init; }

    internal long? BytesPerSecond { get; private init; }

    internal (int Size, int Variation, TimeSpan Gap)? SlicerPart { get; private init; }

    internal long? CloseAt { get; private init; }

    internal long? ResetAt { get; private init; }

    internal TimeSpan? ResetBefore { get; private init; }

    internal TimeSpan? TimeoutPart { get; private init; }

    internal TimeSpan? SlowCloseBy { get; private init; }

    internal double? LossPart { get; private init; }

    internal bool IsDown { get; private init; }

    internal Ways Direction { get; private init; }

    internal double Chance { get; private init; } = 1;

    internal long? SeedPart { get; private init; }

    internal (int First, int Last) Range { get; private init; } = (1, int.MaxValue);

    internal bool IsOfConnection { get; private init; }

    /// <summary>
    /// Delays: an exchange once in each direction, the bytes of a tunnel or WebSocket each time, while up to 1 MB is on its way.
    /// </summary>
    /// <param name="latency">How long; not negative.</param>
    /// <param name="jitter">
    /// How much more or less it may be, evenly distributed; at most <paramref name="latency"/>. The default is 0.
    /// </param>
    /// <exception cref="ProxyException">TO2280: a time is negative. TO2281: the jitter is more than the latency.</exception>
    public Disturbance Latency(TimeSpan latency, TimeSpan jitter = default) => jitter > FaultErrors.Checked("latency", latency)
        ? throw FaultErrors.Jitter(latency, jitter)
        : this with { LatencyPart = (latency, FaultErrors.Checked("jitter", jitter)) };

    /// <summary>
    /// Limits the rate, evenly: bytes pass when a line of this rate would have carried them, and after a pause at most the bytes of 50 ms
    /// at once.
    /// </summary>
    /// <param name="bytesPerSecond">
    /// At least 1. All exchanges and connections that the fault hits share it; each direction has its own.
    /// </param>
    /// <exception cref="ProxyException">TO2282: it is less than 1.</exception>
    public Disturbance Bandwidth(long bytesPerSecond) => this with { BytesPerSecond = FaultErrors.Checked("bandwidth in bytes per second", bytesPerSecond, 1) };

    /// <summary>Cuts what passes into slices, each of which is sent by itself (toxiproxy's <c>slicer</c>).</summary>
    /// <param name="size">Bytes of a slice; at least 1.</param>
    /// <param name="variation">How many bytes more or less it may be; less than <paramref name="size"/>. The default is 0.</param>
    /// <param name="gap">The time between two slices. The default is 0.</param>
    /// <exception cref="ProxyException">
    /// TO2280: the gap is negative. TO2282: the size is less than 1, or the variation not less than it.
    /// </exception>
    public Disturbance Slicer(int size, int variation = 0, TimeSpan gap = default)
    {
        FaultErrors.Checked("size of a slice in bytes", size, 1);
        return variation < 0 || variation >= size
            ? throw FaultErrors.Variation(size, variation)
            : this with { SlicerPart = (size, variation, FaultErrors.Checked("gap", gap)) };
    }

    /// <summary>
    /// Closes the connection, as if all had been said, after so many bytes (toxiproxy's <c>limit_data</c>). Over HTTP/2 the stream is ended
    /// with CANCEL.
    /// </summary>
    /// <param name="bytes">At least 0. A body that is known to be no longer passes whole.</param>
    /// <exception cref="ProxyException">TO2282: it is negative.</exception>
    public Disturbance LimitData(long bytes) => this with { CloseAt = FaultErrors.Checked("limit of data in bytes", bytes, 0) };

    /// <summary>
    /// Holds the end of what passes back (toxiproxy's <c>slow_close</c>): the end of a body after its last byte, the close of a tunnel.
    /// </summary>
    /// <remarks>
    /// A client that knows the length of a body does not wait for its end, but for the connection: to be closed, or to be free for the next
    /// request.
    /// </remarks>
    /// <param name="delay">How long; not negative.</param>
    /// <exception cref="ProxyException">TO2280: it is negative.</exception>
    public Disturbance SlowClose(TimeSpan delay) => this with { SlowCloseBy = FaultErrors.Checked("delay of the close", delay) };

    /// <summary>Lets no byte pass, and closes the connection after a time. Over HTTP/2 the stream is ended with CANCEL.</summary>
    /// <param name="after">How long; the default is 0, which never closes. What is held passes when the fault is removed before.</param>
    /// <exception cref="ProxyException">TO2280: it is negative.</exception>
    public Disturbance Timeout(TimeSpan after = default) => this with { TimeoutPart = FaultErrors.Checked("timeout", after) };

    /// <summary>
    /// Resets the connection before the first byte (toxiproxy's <c>reset_peer</c>): a TCP RST; over HTTP/2 RST_STREAM with INTERNAL_ERROR,
    /// see <see cref="WholeConnection"/>.
    /// </summary>
    /// <param name="after">How long to wait before; the default is 0.</param>
    /// <exception cref="ProxyException">TO2280: it is negative.</exception>
    public Disturbance Reset(TimeSpan after = default) => this with { ResetBefore = FaultErrors.Checked("time before the reset", after) };

    /// <summary>Resets once the head has been sent, and before the first byte of the body.</summary>
    public Disturbance ResetAfterHeaders() => ResetAfter(0);

    /// <summary>Resets once so many bytes have passed.</summary>
    /// <param name="bytes">At least 0. A body that is known to be no longer passes whole.</param>
    /// <exception cref="ProxyException">TO2282: it is negative.</exception>
    public Disturbance ResetAfter(long bytes) => this with { ResetAt = FaultErrors.Checked("number of bytes before the reset", bytes, 0) };

    /// <summary>
    /// Refuses the connection: a TCP RST before anything is answered, to CONNECT where the pattern asks for nothing but the host, else to
    /// the request.
    /// </summary>
    /// <remarks>
    /// Decided once for a connection that CONNECT opens, and for all its requests; one that stood before is reset at its next request. A
    /// session that does not even listen is a suspended one.
    /// </remarks>
    public Disturbance Down() => this with { IsDown = true };

    /// <summary>
    /// Loses data, as far as one can above TCP: an exchange is lost whole, and its client waits until it gives up or the fault is removed.
    /// In tunnels each segment of 1,460 bytes that is lost stalls those behind it for 200 ms, then 400 ms, 800 ms and so on, as long as it
    /// is lost again, as retransmissions do; after the fifteenth the connection is reset.
    /// </summary>
    /// <param name="probability">More than 0, at most 1.</param>
    /// <exception cref="ProxyException">TO2283: it is not.</exception>
    public Disturbance Loss(double probability) => this with { LossPart = FaultErrors.CheckedProbability("loss", probability) };

    /// <summary>Acts on what the client sends.</summary>
    public Disturbance Upstream() => this with { Direction = Ways.Upstream };

    /// <summary>Acts on what the client gets.</summary>
    public Disturbance Downstream() => this with { Direction = Ways.Downstream };

    /// <summary>Acts in each direction by itself.</summary>
    public Disturbance BothWays() => this with { Direction = Ways.Upstream | Ways.Downstream };

    /// <summary>
    /// Hits not every exchange: each by itself, with this probability; of tunnels and refused connections, each connection.
    /// </summary>
    /// <param name="probability">More than 0, at most 1. The default is 1.</param>
    /// <exception cref="ProxyException">TO2283: it is not.</exception>
    public Disturbance Probability(double probability) => this with { Chance = FaultErrors.CheckedProbability("probability", probability) };

    /// <summary>
    /// Makes chance repeatable: with the same seed the first exchange that the pattern fits fares as the first did before, the second as
    /// the second.
    /// </summary>
    /// <param name="seed">Any number. The default is a random one, see <see cref="Fault.Seed"/>.</param>
    public Disturbance Seed(long seed) => this with { SeedPart = seed };

    /// <summary>
    /// Hits only the first calls: "fail the first two, then pass" is <c>FirstCalls(2)</c>. All that the pattern fits are counted.
    /// </summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ProxyException">TO2284: it is less.</exception>
    public Disturbance FirstCalls(int count) => Calls(1, count);

    /// <summary>Hits only the calls after the first ones.</summary>
    /// <param name="count">How many pass before; at least 1.</param>
    /// <exception cref="ProxyException">TO2284: it is less.</exception>
    public Disturbance AfterCall(int count) => count is < 1 or int.MaxValue ? throw FaultErrors.Calls(count, int.MaxValue) : Calls(count + 1, int.MaxValue);

    /// <summary>Hits only a range of calls.</summary>
    /// <param name="first">The first of them; the first call is 1.</param>
    /// <param name="last">The last of them.</param>
    /// <exception cref="ProxyException">TO2284: there is no such range.</exception>
    public Disturbance Calls(int first, int last) => first < 1 || last < first ? throw FaultErrors.Calls(first, last) : this with { Range = (first, last) };

    /// <summary>
    /// Is a fault of connections, not of exchanges. What is open when it is made is hit as well, from its next byte on: tunnels,
    /// WebSockets, and responses that have begun, each as one call. Over HTTP/2, resets and closes the connection with all its streams
    /// instead of the one stream.
    /// </summary>
    /// <remarks>
    /// What is open is hit as its bytes are: with latency for each part, stalls for lost segments, timeouts and resets before the next
    /// byte, and limits that count from there.
    /// </remarks>
    public Disturbance WholeConnection() => this with { IsOfConnection = true };

    /// <summary>Shows everything that was said.</summary>
    public override string ToString() => DisturbanceText.Of(this);

    internal static Disturbance From(Func<Disturbance, Disturbance> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        return describe(Nothing).Checked();
    }

    /// <summary>Where something acts that breaks before the first byte.</summary>
    internal bool BreaksOn(Ways way) => (Direction == Ways.None ? Ways.Upstream : Direction).HasFlag(way);

    /// <summary>Where everything else acts.</summary>
    internal bool ActsOn(Ways way) => (Direction == Ways.None ? Ways.Downstream : Direction).HasFlag(way);

    /// <summary>Whether it acts on the bytes of a body in a direction.</summary>
    internal bool Shapes(Ways way) => ActsOn(way) && (BytesPerSecond is not null || SlicerPart is not null || CloseAt is not null || ResetAt is not null || SlowCloseBy is not null);

    private bool HasOther => LatencyPart is not null || BytesPerSecond is not null || SlicerPart is not null || CloseAt is not null || ResetAt is not null
        || ResetBefore is not null || TimeoutPart is not null || SlowCloseBy is not null || LossPart is not null;

    private Disturbance Checked() => (IsDown, HasOther) switch
    {
        (false, false) => throw FaultErrors.Nothing(),
        (true, true) => throw FaultErrors.DownAndOther(this),
        _ => this,
    };
}
