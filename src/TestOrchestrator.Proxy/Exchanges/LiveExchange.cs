using System.Collections.Immutable;
using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>An exchange while it happens: written by the request that it is, read as snapshots by everybody else. Thread-safe.</summary>
internal sealed class LiveExchange(ExchangeLog log, long number, ScopeNode scope, RequestHead head) : IConnectionWitness
{
    private readonly ExchangeLog _log = log;
    private readonly long _start = log.Clock.GetTimestamp();
    private long _settled;
    private BodyRecorder? _requestBody;
    private BodyRecorder? _responseBody;
    private RecordedHeaders _requestTrailers = RecordedHeaders.Empty;
    private RecordedHeaders _responseTrailers = RecordedHeaders.Empty;
    private ResponseHead? _response;
    private ModifiedMessage<RequestHead>? _forwarded;
    private ModifiedMessage<ResponseHead>? _originAnswered;
    private ExchangeOutcome _outcome;
    private Mock? _mock;
    private string? _error;
    private RecordedTunnel? _tunnel;
    private Uri? _redirectedTo;
    private ImmutableArray<RecordedFault> _faults = [];
    private LiveMessages? _messages;
    private LiveTimings _timings = new(log.Clock.GetUtcNow());
    private RecordedExchange? _final;

    public long Number { get; } = number;

    public ScopeNode Scope { get; } = scope;

    public RequestHead Head { get; } = head;

    public TimeProvider Clock => _log.Clock;

    /// <summary>The number of the last fault that was made before it began.</summary>
    public int FaultsBefore { get; } = log.FaultsMade;

    /// <summary>
    /// Whether it has been answered as far as one can wait for: completely, or with the beginning of what has no end (event stream,
    /// WebSocket, tunnel).
    /// </summary>
    public bool IsSettled_UnderGate { get; private set; }

    public bool IsComplete_UnderGate => _timings.Completed is not null;

    /// <summary>Whether the log no longer holds it, so that nobody will ask for it.</summary>
    public bool IsForgotten_UnderGate { get; set; }

    /// <summary>The timestamp of the start, or of being settled.</summary>
    public long LastChange_UnderGate => IsSettled_UnderGate ? _settled : _start;

    public void AppendRequest(ReadOnlySpan<byte> passed) => Append(ref _requestBody, passed);

    public void AppendResponse(ReadOnlySpan<byte> passed) => Append(ref _responseBody, passed);

    /// <summary>The request was sent to the origin otherwise than the client had sent it.</summary>
    /// <param name="head">The head that was sent.</param>
    /// <param name="body">The body that was sent; <see langword="null"/> when it is the client's.</param>
    public void Forwarded(RequestHead head, ReadOnlyMemory<byte>? body)
    {
        lock (_log.Gate)
        {
            _forwarded = new ModifiedMessage<RequestHead>(head, body is { } other ? Recorded_UnderGate(other) : null);
        }
    }

    /// <summary>The origin answered otherwise than the client will see it.</summary>
    /// <param name="head">The head that the origin sent.</param>
    /// <param name="body">The body that the origin sent; <see langword="null"/> when it is the one that the client gets.</param>
    public void OriginAnswered(ResponseHead head, ReadOnlyMemory<byte>? body)
    {
        lock (_log.Gate)
        {
            _originAnswered = new ModifiedMessage<ResponseHead>(head, body is { } other ? Recorded_UnderGate(other) : null);
        }
    }

    public void RequestReceived(RecordedHeaders trailers)
    {
        lock (_log.Gate)
        {
            _timings.RequestReceived ??= Elapsed();
            _requestTrailers = trailers;
            _final = null;
        }
    }

    /// <summary>A connection is being opened for this request.</summary>
    public void Connecting(ConnectionStep step)
    {
        lock (_log.Gate)
        {
            _timings.Connecting(step, Elapsed());
        }
    }

    public void Answered(ResponseHead response)
    {
        lock (_log.Gate)
        {
            _response = response;
            _timings.ResponseStarted = Elapsed();
            if (response.IsOpenEnded)
            {
                Events.ResponseBegun();
                Settle_UnderGate();
            }
        }
    }

    /// <summary>The body of the response has ended with these.</summary>
    public void AppendTrailers(RecordedHeaders trailers)
    {
        lock (_log.Gate)
        {
            _responseTrailers = trailers;
        }
    }

    /// <summary>The request goes somewhere else than it asked for.</summary>
    public void Redirected(Uri to)
    {
        lock (_log.Gate)
        {
            _redirectedTo = to;
            Events.Redirected(to);
        }
    }

    public void TunnelOpened(string reason)
    {
        lock (_log.Gate)
        {
            _tunnel = new RecordedTunnel { Reason = reason, BytesSent = 0, BytesReceived = 0 };
            Events.TunnelOpened(reason);
            Settle_UnderGate();
        }
    }

    /// <summary>As <see cref="TunnelOpened"/>, for a connection whose messages are recorded.</summary>
    public LiveMessages WebSocketOpened(string reason)
    {
        lock (_log.Gate)
        {
            _tunnel = new RecordedTunnel { Reason = reason, BytesSent = 0, BytesReceived = 0 };
            _messages = new LiveMessages(this, _log);
            Events.WebSocketOpened(_response?.Headers);
            Settle_UnderGate();
            return _messages;
        }
    }

    public void AppendMessage(LiveMessage message, ReadOnlySpan<byte> passed)
    {
        BodyRecorder? payload = message.Payload;
        Append(ref payload, passed);
    }

    /// <summary>Says something that a test should hear of, although the exchange goes on.</summary>
    public void AddProblem(Explanation problem) => _log.Problems.Add(Scope, problem, Number);

    public void Relayed(long sent, long received)
    {
        lock (_log.Gate)
        {
            _tunnel = _tunnel is null ? null : _tunnel with { BytesSent = _tunnel.BytesSent + sent, BytesReceived = _tunnel.BytesReceived + received };
        }
    }

    public void Disturbed(RecordedFault fault)
    {
        lock (_log.Gate)
        {
            if (!IsComplete_UnderGate)
            {
                _faults = _faults.Add(fault);
                Events.Disturbed(fault);
            }
        }
    }

    /// <summary>
    /// Ends the exchange; the first end counts, so that what goes wrong while the last byte is sent does not change the record.
    /// </summary>
    public void Complete(ExchangeOutcome outcome, Mock? mock = null, string? error = null)
    {
        lock (_log.Gate)
        {
            if (IsComplete_UnderGate)
            {
                return;
            }

            (_outcome, _mock, _error) = (outcome, mock, error);
            _timings.Completed = Elapsed();
            Events.Ended(isRelayed: _tunnel is not null, isWebSocket: _messages is not null);
            Settle_UnderGate();
        }
    }

    /// <summary>The request as patterns look at it, whose body is there once it has been received.</summary>
    public RequestSubject Subject() => new(Head, () =>
    {
        lock (_log.Gate)
        {
            return _timings.RequestReceived is null ? null : Request_UnderGate();
        }
    });

    public RecordedRequest RequestSnapshot()
    {
        lock (_log.Gate)
        {
            return Request_UnderGate();
        }
    }

    public RecordedExchange Snapshot_UnderGate() => _final ?? (IsComplete_UnderGate ? _final = Describe_UnderGate() : Describe_UnderGate());

    /// <summary>A body was dropped, or a message forgotten: the next snapshot must say so.</summary>
    public void BodyDropped_UnderGate()
    {
        _final = null;
        _messages?.Changed_UnderGate();
    }

    /// <summary>It is in the log.</summary>
    public void Begun_UnderGate() => Events.Begun();

    private ExchangeEvents Events => new(_log, this);

    private RecordedExchange Describe_UnderGate() => new()
    {
        Number = Number,
        Scope = Scope.Name,
        Request = Request_UnderGate(),
        Response = _response is null ? null : new RecordedResponse(_response, BodyRecorder.Snapshot_UnderGate(_responseBody), _responseTrailers),

        // A body that was made anew has a length, and nothing after it.
        ForwardedRequest = _forwarded is { } sent ? new RecordedRequest(sent.Head, BodyRecorder.Snapshot_UnderGate(sent.Body ?? _requestBody), sent.Body is null ? _requestTrailers : RecordedHeaders.Empty) : null,
        OriginResponse = _originAnswered is { } answered ? new RecordedResponse(answered.Head, BodyRecorder.Snapshot_UnderGate(answered.Body ?? _responseBody), _responseTrailers) : null,
        Outcome = _outcome,
        Mock = _mock,
        Error = _error,
        Tunnel = _tunnel,
        RedirectedTo = _redirectedTo,
        Faults = _faults,
        Messages = _messages?.Snapshot_UnderGate() ?? [],
        Timings = _timings.Snapshot(),
    };

    private RecordedRequest Request_UnderGate() => new(Head, BodyRecorder.Snapshot_UnderGate(_requestBody), _requestTrailers);

    private void Append(ref BodyRecorder? body, ReadOnlySpan<byte> passed)
    {
        if (passed.IsEmpty)
        {
            return;
        }

        lock (_log.Gate)
        {
            if (IsForgotten_UnderGate)
            {
                return;
            }

            // An origin may answer in full before it has been asked in full.
            _final = null;
            Append_UnderGate(body ??= new BodyRecorder(), passed);
        }
    }

    private void Append_UnderGate(BodyRecorder body, ReadOnlySpan<byte> passed) =>
        _log.Budget.Add_UnderGate(this, body, body.Append_UnderGate(passed, _log.Limits.MaxBodyBytes));

    private BodyRecorder Recorded_UnderGate(ReadOnlyMemory<byte> body)
    {
        BodyRecorder recorder = new();
        if (!IsForgotten_UnderGate)
        {
            Append_UnderGate(recorder, body.Span);
        }

        return recorder;
    }

    private void Settle_UnderGate()
    {
        _settled = _log.Clock.GetTimestamp();
        IsSettled_UnderGate = true;
        _log.Changed.Fire_UnderGate();
    }

    private TimeSpan Elapsed() => _log.Clock.GetElapsedTime(_start);
}
