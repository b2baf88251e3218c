using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Faults;

/// <summary>What faults do to one exchange or tunnel. Thread-safe, as far as its two directions go on at the same time.</summary>
/// <remarks>The order in which faults act is the order in which this class asks for them; <see cref="Disturbance"/> tells it.</remarks>
internal sealed class ExchangeFaults : IAsyncDisposable
{
    private FaultHit[] _hits;
    private readonly LiveExchange? _exchange;
    private readonly TimeProvider _clock;
    private readonly bool _isTunnel;
    private readonly CancellationTokenSource? _over;
    private readonly List<IAsyncDisposable> _sources = [];
    private int _break;

    /// <summary>Begins to disturb an exchange.</summary>
    /// <param name="hits">What hits it.</param>
    /// <param name="exchange">Records what is done to it.</param>
    /// <param name="clock">Measures all times.</param>
    /// <param name="aborted">Canceled when it is over.</param>
    public ExchangeFaults(FaultHit[] hits, LiveExchange exchange, TimeProvider clock, CancellationToken aborted)
        : this(hits, exchange, clock)
    {
        _over = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Token = _over.Token;
    }

    private ExchangeFaults(FaultHit[] hits, LiveExchange? exchange, TimeProvider clock)
    {
        _hits = hits;
        _exchange = exchange;
        _clock = clock;
        _isTunnel = exchange?.Head.Method == "CONNECT";
    }

    /// <summary>Gets those of an exchange that nothing happens to.</summary>
    public static ExchangeFaults None { get; } = new([], null, TimeProvider.System);

    public bool IsNone => _hits.Length == 0;

    /// <summary>Gets how the exchange was broken.</summary>
    public FaultBreak Broken => (FaultBreak)Volatile.Read(ref _break);

    public bool IsReset => Broken is FaultBreak.Reset or FaultBreak.ResetConnection;

    /// <summary>
    /// Gets a token that is canceled when a fault breaks the exchange, and when it is aborted otherwise. Of <see cref="None"/> it is none.
    /// </summary>
    public CancellationToken Token { get; }

    /// <summary>Acts on an exchange whose request has come, and which nobody has heard of yet.</summary>
    public ValueTask BeforeAsync() => IsNone ? ValueTask.CompletedTask : BeforeAsync(_hits);

    /// <summary>Adds what hits an exchange because of who answers it, and acts before that one hears of the request.</summary>
    /// <returns>What is to be asked from now on.</returns>
    public ExchangeFaults Joined(FaultHit[] hits, LiveExchange exchange, CancellationToken aborted)
    {
        if (IsNone)
        {
            return new ExchangeFaults(hits, exchange, exchange.Clock, aborted);
        }

        _hits = [.. _hits, .. hits];
        return this;
    }

    /// <summary>Gives those of an exchange that may be hit while it goes on.</summary>
    public ExchangeFaults Lasting(LiveExchange exchange, CancellationToken aborted) => this == None ? new ExchangeFaults([], exchange, exchange.Clock, aborted) : this;

    /// <summary>Acts with faults that were made while bytes pass, on those that come next.</summary>
    public async ValueTask<Stream> JoinLateAsync(Stream bytes, Ways way, FaultHit[] hits, long length = long.MaxValue)
    {
        if (hits.FirstOrDefault(h => h.Asked.IsDown && !h.Fault.IsRemoved) is { } down)
        {
            throw await RefuseAsync(down).ConfigureAwait(false);
        }

        return await RelayedAsync(bytes, way, hits, isRaw: true, length).ConfigureAwait(false);
    }

    /// <summary>Acts with some of the faults, as <see cref="BeforeAsync()"/> does with all.</summary>
    public async ValueTask BeforeAsync(FaultHit[] hits)
    {
        if (hits.FirstOrDefault(h => h.Asked.IsDown && !h.Fault.IsRemoved) is { } down)
        {
            throw await RefuseAsync(down).ConfigureAwait(false);
        }

        await BeforeFirstByteAsync(Ways.Upstream, hits, isRaw: false).ConfigureAwait(false);
    }

    /// <summary>Refuses the connection.</summary>
    /// <returns>What to throw.</returns>
    public ValueTask<FaultBreakException> RefuseAsync(FaultHit hit) => BreakAsync(hit, FaultBreak.ResetConnection, "connection refused");

    /// <summary>Acts on an exchange that has an answer, of which the client has got nothing yet.</summary>
    public ValueTask BeforeAnswerAsync() => IsNone ? ValueTask.CompletedTask : BeforeFirstByteAsync(Ways.Downstream, _hits, isRaw: false);

    /// <summary>Acts on the body of a request while it is read.</summary>
    public Stream OfRequest(Stream body) => IsNone ? body : Shape(body, Ways.Upstream, _hits, long.MaxValue, slowClose: true);

    /// <summary>Acts on the body of a response while it is read.</summary>
    /// <param name="body">The body.</param>
    /// <param name="length">Its length, when that is known beforehand.</param>
    public Stream OfResponse(Stream body, long? length) => IsNone ? body : Shape(body, Ways.Downstream, _hits, length ?? long.MaxValue, slowClose: false);

    /// <summary>Acts on the bytes of a tunnel, or of a connection that was upgraded, while they are read.</summary>
    public ValueTask<Stream> OfRelayAsync(Stream bytes, Ways way) => IsNone ? new(bytes) : RelayedAsync(bytes, way, _hits, _isTunnel, long.MaxValue);

    /// <summary>Whether the end of the response comes late, and its bytes must not wait for it.</summary>
    public bool ClosesSlowly => !IsNone && _hits.Any(h => h.Asked.SlowCloseBy is not null && h.Asked.ActsOn(Ways.Downstream));

    /// <summary>Holds the end of the response back.</summary>
    public async ValueTask BeforeEndAsync()
    {
        foreach (FaultHit hit in _hits.Where(h => h.Asked.SlowCloseBy is not null && h.Asked.ActsOn(Ways.Downstream)))
        {
            await HoldEndAsync(hit, Token).ConfigureAwait(false);
        }
    }

    public async ValueTask HoldEndAsync(FaultHit hit, CancellationToken cancellationToken) =>
        await HoldAsync(hit, hit.Asked.SlowCloseBy ?? TimeSpan.Zero, cancellationToken).ConfigureAwait(false);

    /// <summary>Stops one that goes on although a fault has broken its exchange.</summary>
    /// <exception cref="FaultBreakException">A fault has.</exception>
    public void ThrowIfBroken()
    {
        if (Broken != FaultBreak.None)
        {
            throw new FaultBreakException("a fault has broken the exchange");
        }
    }

    /// <summary>Waits, unless the fault is removed.</summary>
    /// <returns>Whether the time has passed.</returns>
    public ValueTask<bool> HoldAsync(FaultHit hit, TimeSpan time, CancellationToken cancellationToken) => FaultHold.PassedAsync(hit.Fault, time, _clock, cancellationToken);

    /// <summary>Breaks the exchange: it is recorded before its client can notice.</summary>
    /// <returns>What to throw.</returns>
    public async ValueTask<FaultBreakException> BreakAsync(FaultHit hit, FaultBreak how, string what)
    {
        bool isFirst = Interlocked.CompareExchange(ref _break, (int)how, (int)FaultBreak.None) == (int)FaultBreak.None;
        if (isFirst)
        {
            Acted(hit, what);
            _exchange?.Complete(ExchangeOutcome.Faulted, error: $"{what}, by the fault {hit.Fault}, call {hit.Call}");
            await (_over?.CancelAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }

        return new FaultBreakException(what);
    }

    public async ValueTask DisposeAsync()
    {
        if (_over is null)
        {
            return;
        }

        await _over.CancelAsync().ConfigureAwait(false);
        foreach (IAsyncDisposable source in _sources)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }

        _over.Dispose();
    }

    public static FaultBreak Reset(FaultHit hit) => hit.Asked.IsOfConnection ? FaultBreak.ResetConnection : FaultBreak.Reset;

    public static FaultBreak Close(FaultHit hit) => hit.Asked.IsOfConnection ? FaultBreak.CloseConnection : FaultBreak.Close;

    public static string Name(Ways way) => way == Ways.Upstream ? "upstream" : "downstream";

    public void Acted(FaultHit hit, string what) => _exchange?.Disturbed(new RecordedFault { Fault = hit.Fault, Call = hit.Call, What = what });

    // Raw is what has no request before it: all that one can do to that is done to its bytes.
    private async ValueTask<Stream> RelayedAsync(Stream bytes, Ways way, FaultHit[] hits, bool isRaw, long length)
    {
        if (isRaw)
        {
            await BeforeFirstByteAsync(way, hits, isRaw).ConfigureAwait(false);
        }

        Stream source = bytes;
        foreach (FaultHit hit in hits.Where(h => h.Asked.LatencyPart is not null && h.Asked.ActsOn(way)))
        {
            LatencyStream late = new(source, hit, way, _clock);
            lock (_sources)
            {
                _sources.Add(late);
            }

            source = late;
            if (isRaw)
            {
                Acted(hit, $"{Latency(hit)} {Name(way)}");
            }
        }

        foreach (FaultHit hit in hits.Where(h => h.Asked.LossPart is not null && h.BreaksOn(way)))
        {
            source = new LossStream(source, hit, way, this);
        }

        return Shape(source, way, hits, length, slowClose: hits is not [{ IsOfResponse: true }, ..]);
    }

    private async ValueTask BeforeFirstByteAsync(Ways way, FaultHit[] hits, bool isRaw)
    {
        foreach (FaultHit hit in hits)
        {
            if (!isRaw && hit.Asked.LatencyPart is { } latency && hit.Asked.ActsOn(way) && !hit.Fault.IsRemoved)
            {
                TimeSpan time = hit.Random(FaultHit.Purpose.Latency, way).Around(latency.Middle, latency.Spread);
                Acted(hit, $"latency {DisturbanceText.Of(time)} {Name(way)}");
                await HoldAsync(hit, time, Token).ConfigureAwait(false);
            }
        }

        foreach (FaultHit hit in hits)
        {
            await TimeOutAsync(hit, way).ConfigureAwait(false);
        }

        foreach (FaultHit hit in hits)
        {
            if (!isRaw && hit.Asked.LossPart is { } loss && hit.BreaksOn(way) && !hit.Fault.IsRemoved && hit.Random(FaultHit.Purpose.Loss, way).NextDouble() < loss)
            {
                Acted(hit, $"lost {Name(way)}");
                await HoldAsync(hit, Timeout.InfiniteTimeSpan, Token).ConfigureAwait(false);
            }
        }

        foreach (FaultHit hit in hits)
        {
            if (hit.Asked.ResetBefore is { } before && hit.BreaksOn(way) && !hit.Fault.IsRemoved && await HoldAsync(hit, before, Token).ConfigureAwait(false))
            {
                throw await BreakAsync(hit, Reset(hit), $"reset {Name(way)}").ConfigureAwait(false);
            }
        }
    }

    private async ValueTask TimeOutAsync(FaultHit hit, Ways way)
    {
        if (hit.Asked.TimeoutPart is { } time && hit.BreaksOn(way) && !hit.Fault.IsRemoved)
        {
            bool isEndless = time == TimeSpan.Zero;
            string what = isEndless ? $"held {Name(way)}" : $"timeout {DisturbanceText.Of(time)} {Name(way)}";
            Acted(hit, what);
            if (await HoldAsync(hit, isEndless ? Timeout.InfiniteTimeSpan : time, Token).ConfigureAwait(false))
            {
                throw await BreakAsync(hit, Close(hit), $"closed after {what}").ConfigureAwait(false);
            }
        }
    }

    private Stream Shape(Stream source, Ways way, FaultHit[] hits, long length, bool slowClose)
    {
        foreach (FaultHit hit in hits.Where(h => h.Asked.ActsOn(way)))
        {
            if (hit.Asked.CloseAt < length)
            {
                source = new LimitStream(source, hit, this, hit.Asked.CloseAt.Value, Close(hit), $"closed {Name(way)} after {hit.Asked.CloseAt} bytes");
            }

            if (hit.Asked.ResetAt < length)
            {
                source = new LimitStream(source, hit, this, hit.Asked.ResetAt.Value, Reset(hit), $"reset {Name(way)} after {hit.Asked.ResetAt} bytes");
            }
        }

        foreach (FaultHit hit in hits.Where(h => h.Asked.ActsOn(way) && h.Asked.SlicerPart is not null))
        {
            source = new SlicerStream(source, hit, this, way);
            Acted(hit, $"slices {Name(way)}");
        }

        foreach (FaultHit hit in hits.Where(h => h.Asked.ActsOn(way) && h.Asked.BytesPerSecond is not null))
        {
            source = new BandwidthStream(source, hit, this, way);
            Acted(hit, $"bandwidth {hit.Asked.BytesPerSecond} bytes/s {Name(way)}");
        }

        foreach (FaultHit hit in hits.Where(h => h.Asked.ActsOn(way) && h.Asked.SlowCloseBy is not null))
        {
            source = slowClose ? new SlowCloseStream(source, hit, this) : source;
            Acted(hit, $"slow close {DisturbanceText.Of(hit.Asked.SlowCloseBy ?? TimeSpan.Zero)} {Name(way)}");
        }

        return source;
    }

    private static string Latency(FaultHit hit)
    {
        (TimeSpan middle, TimeSpan spread) = hit.Asked.LatencyPart ?? default;
        return spread == TimeSpan.Zero ? $"latency {DisturbanceText.Of(middle)}" : $"latency {DisturbanceText.Of(middle)} ± {DisturbanceText.Of(spread)}";
    }
}
