using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>One request and its response, as Kestrel shows them. One a request; not thread-safe.</summary>
internal sealed class ClientCall(IFeatureCollection features)
{
    private const int BufferSize = 64 * 1024;

    private readonly IHttpRequestFeature _request = features.GetRequiredFeature<IHttpRequestFeature>();
    private readonly IHttpResponseFeature _response = features.GetRequiredFeature<IHttpResponseFeature>();
    private readonly IHttpResponseBodyFeature _responseBody = features.GetRequiredFeature<IHttpResponseBodyFeature>();
    private readonly IHttpRequestLifetimeFeature _lifetime = features.GetRequiredFeature<IHttpRequestLifetimeFeature>();

    /// <summary>Gets the way to hand the connection over; <see langword="null"/> unless the client asks for it.</summary>
    public UpgradeWish? Upgrade { get; } = UpgradeWish.Of(features);

    public string Method => Upgrade is { IsExtendedConnect: true } ? "GET" : _request.Method;

    public bool IsHead => _request.Method == "HEAD";

    /// <summary>
    /// Gets a value indicating whether the client asks for a tunnel where there is none any more: HTTP owns the connection.
    /// </summary>
    public bool IsConnect => _request.Method == "CONNECT" && Upgrade is null;

    public bool IsHttp2 => _request.Protocol == "HTTP/2";

    public string Protocol => _request.Protocol;

    public bool HasBody => Upgrade is null && (features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? false);

    /// <summary>Gets the body of the request, to be read once.</summary>
    public Stream Body => Faults.OfRequest(_request.Body);

    /// <summary>The headers after the body; known when that has been read to its end.</summary>
    public RecordedHeaders Trailers() => features.Get<IHttpRequestTrailersFeature>() is { Available: true } feature && feature.Trailers.Count > 0 ? HeaderRules.Received(feature.Trailers) : RecordedHeaders.Empty;

    /// <summary>Gets what disturbs the call.</summary>
    public ExchangeFaults Faults { get; set; } = ExchangeFaults.None;

    /// <summary>Gets a token that is canceled when the client goes away, the session ends or a fault breaks the exchange.</summary>
    public CancellationToken Aborted => Faults.IsNone ? _lifetime.RequestAborted : Faults.Token;

    /// <summary>Gets a value indicating whether the request came on a connection that CONNECT opened.</summary>
    public bool IsWithinConnect => features.Get<ConnectTarget>() is not null;

    public RequestTarget? Target => RequestTarget.Read(_request.RawTarget, _request.Headers.Host, features.Get<ConnectTarget>());

    public IHeaderDictionary Headers => _request.Headers;

    /// <summary>Breaks the exchange off, unless a fault has: then that has said how.</summary>
    public void Abort()
    {
        if (Faults.Broken == FaultBreak.None)
        {
            _lifetime.Abort();
        }
    }

    /// <summary>
    /// Breaks the exchange off as its origin did: where both speak HTTP/2, with the origin's error code, which means something to clients
    /// such as those of gRPC.
    /// </summary>
    public void Abort(UpstreamException broken)
    {
        if (Faults.Broken == FaultBreak.None
            && broken.InnerException is HttpProtocolException { ErrorCode: > 0 and <= int.MaxValue and long code }
            && features.Get<IHttpResetFeature>() is { } stream)
        {
            stream.Reset((int)code);
        }
        else
        {
            Abort();
        }
    }

    /// <summary>Sets the head of the response; it is sent with the first bytes of the body, or when those are late.</summary>
    public void Start(int status, string reason, RecordedHeaders headers)
    {
        _response.StatusCode = status;
        _response.ReasonPhrase = IsHttp2 || reason.Length == 0 ? null : reason;
        headers.AddTo(_response.Headers);
        if (!IsHttp2)
        {
            // Kestrel sends no trailers over HTTP/1.1, so none are announced.
            _response.Headers.Remove("Trailer");
        }
    }

    /// <summary>Sets what follows the body, where the client can be given it, and records it in any case.</summary>
    /// <exception cref="UpstreamException">A value has a character that headers cannot have.</exception>
    public void SetTrailers(RecordedHeaders trailers, LiveExchange exchange)
    {
        if (trailers.Count == 0)
        {
            return;
        }

        exchange.AppendTrailers(trailers);
        if (features.Get<IHttpResponseTrailersFeature>() is not { Trailers.IsReadOnly: false } feature)
        {
            return;
        }

        try
        {
            trailers.AddTo(feature.Trailers);
        }
        catch (InvalidOperationException invalid)
        {
            throw new UpstreamException($"its trailers cannot be passed on: {invalid.Message}", invalid);
        }
    }

    /// <summary>Sends a body while it comes.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="length">Its length, when that is known beforehand.</param>
    /// <param name="exchange">Records it.</param>
    /// <param name="beforeLast">
    /// Called when the whole body is known, before its last byte is sent: who has received the response finds it recorded.
    /// </param>
    /// <exception cref="UpstreamException">The source broke off.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(Stream source, long? length, LiveExchange exchange, Action beforeLast)
    {
        source = Faults.OfResponse(source, length);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(length ?? BufferSize, 512, BufferSize));
        long passed = 0;
        LateFaults? late = null;
        int known = 0;
        bool isLast = false;
        while (!isLast)
        {
            int read = await ReadAsync(source, buffer).ConfigureAwait(false);
            if (read > 0 && LateFaults.MayHit(exchange) && (late ??= new LateFaults(exchange, isResponse: true)).More(ref known) is { Length: > 0 } hits)
            {
                Faults = Faults.Joined(hits, exchange, Aborted);
                source = await Faults.JoinLateAsync(new PrefixedStream(buffer.AsMemory(0, read).ToArray(), source), Ways.Downstream, hits, length - passed ?? long.MaxValue).ConfigureAwait(false);
                continue;
            }

            exchange.AppendResponse(buffer.AsSpan(0, read));
            passed += read;
            isLast = read == 0 || (passed == length && await IsAtEndAsync(source).ConfigureAwait(false));
            if (isLast)
            {
                beforeLast();
            }

            await WriteAsync(buffer.AsMemory(0, read), isLast).ConfigureAwait(false);
        }

        // Not when something was thrown: a read that nobody waits for any more may still write into it.
        ArrayPool<byte>.Shared.Return(buffer);
        if (Faults.ClosesSlowly)
        {
            await _responseBody.Writer.FlushAsync(Aborted).ConfigureAwait(false);
            await Faults.BeforeEndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Sends the end of the response, while the request may go on.</summary>
    public Task EndResponseAsync() => _responseBody.CompleteAsync();

    /// <summary>Answers with a text for people, without recording it.</summary>
    public Task RefuseAsync(int status, string kind, Explanation explanation) =>
        WriteTextAsync(status, new([new("X-TestOrchestrator", kind), new("Connection", "close")]), Bytes(explanation));

    /// <summary>Asks for credentials, without recording it.</summary>
    public Task ChallengeAsync(Explanation explanation) =>
        WriteTextAsync(StatusCodes.Status407ProxyAuthenticationRequired, new([new("X-TestOrchestrator", "credentials"), new("Proxy-Authenticate", "Basic realm=\"proxy\"")]), Bytes(explanation));

    /// <summary>Answers with a text for people.</summary>
    public async Task ExplainAsync(int status, string kind, Explanation explanation, LiveExchange exchange, Action beforeLast)
    {
        byte[] body = Bytes(explanation);
        RecordedHeaders headers = new([new("X-TestOrchestrator", kind), new("Content-Type", "text/plain; charset=utf-8")]);
        exchange.Answered(new ResponseHead { Status = status, Headers = headers, Protocol = Protocol });
        if (!IsHead)
        {
            exchange.AppendResponse(body);
        }

        beforeLast();
        await WriteTextAsync(status, headers, body).ConfigureAwait(false);
    }

    private static byte[] Bytes(Explanation explanation) => Encoding.UTF8.GetBytes($"{explanation}\n");

    private async Task WriteTextAsync(int status, RecordedHeaders headers, byte[] body)
    {
        _response.Headers.Clear();
        Start(status, "", headers);
        _response.Headers.ContentType = "text/plain; charset=utf-8";
        _response.Headers.ContentLength = body.Length;
        if (!IsHead)
        {
            await _responseBody.Writer.WriteAsync(body, Aborted).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadAsync(Stream source, byte[] buffer)
    {
        ValueTask<int> reading = source.ReadAsync(buffer, Aborted);
        if (!reading.IsCompleted && !_response.HasStarted)
        {
            // The body is late, and its head must not wait for it: event streams, long polls, and both directions at once.
            await _responseBody.Writer.FlushAsync(Aborted).ConfigureAwait(false);
        }

        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (FaultBreakException) when (!_response.HasStarted)
        {
            // What a fault breaks in the body has a head.
            await _responseBody.Writer.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException && !Aborted.IsCancellationRequested)
        {
            throw new UpstreamException($"the origin broke off its response: {broken.Message}", broken);
        }
    }

    // Trailers are known only once the end has been read.
    private async ValueTask<bool> IsAtEndAsync(Stream source)
    {
        if (IsHttp2)
        {
            await ReadAsync(source, new byte[1]).ConfigureAwait(false);
        }

        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, bool isLast)
    {
        PipeWriter output = _responseBody.Writer;
        if (bytes.IsEmpty)
        {
            return;
        }

        if (isLast && !_response.HasStarted)
        {
            // Left unflushed, so that head and body leave in one piece when the request ends. Once the response has begun Kestrel
            // does not flush at the end what was only advanced.
            bytes.CopyTo(output.GetMemory(bytes.Length));
            output.Advance(bytes.Length);
            return;
        }

        await output.WriteAsync(bytes, Aborted).ConfigureAwait(false);
    }
}
