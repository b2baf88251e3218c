using System.Buffers;
using System.Globalization;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>
/// Sends a request with a body, part by part as it comes, while its response may already be read. One a request; not thread-safe.
/// </summary>
internal sealed class RequestSending
{
    private const int BufferSize = 32 * 1024;

    // How long an origin may think about whether it wants the body; one that does not know the question would think for ever.
    private static readonly TimeSpan s_continueLimit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_lastBytesLimit = TimeSpan.FromSeconds(1);

    private readonly Http1Connection _connection;
    private readonly UpstreamRequest _request;
    private readonly Stream _body;
    private readonly TimeProvider _clock;
    private readonly long? _length;
    private readonly TaskCompletionSource<bool>? _mayContinue;
    private readonly CancellationTokenSource _ending;
    private volatile bool _hasReadBody;

    public RequestSending(Http1Connection connection, UpstreamRequest request, Stream body, TimeProvider clock, CancellationToken cancellationToken)
    {
        _connection = connection;
        _request = request;
        _body = body;
        _clock = clock;
        _length = long.TryParse(request.Headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? length : null;
        bool isAsking = request.Headers["Expect"]?.Contains("100-continue", StringComparison.OrdinalIgnoreCase) ?? false;
        _mayContinue = isAsking ? new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Sent = SendAsync(_ending.Token);
    }

    /// <summary>Gets the sending, which ends without an exception, however it ends.</summary>
    public Task Sent { get; }

    /// <summary>Gets a value indicating whether the body has been touched, so that the request cannot be sent again.</summary>
    public bool HasBegunBody { get; private set; }

    /// <summary>Gets a value indicating whether everything has been sent.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Gets why the request itself cannot be sent, so that no origin could answer it.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The origin wants the body, or has answered without waiting for it.</summary>
    public void Continue(bool isWanted) => _mayContinue?.TrySetResult(isWanted);

    /// <summary>Ends the sending where it is; the body is not read any more when this has completed.</summary>
    public async Task EndAsync()
    {
        if (_hasReadBody)
        {
            // The origin has the last bytes, or is about to: only what knows so here may be late.
            await Sent.WaitAsync(s_lastBytesLimit, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!Sent.IsCompleted)
        {
            await _ending.CancelAsync().ConfigureAwait(false);
            await Sent.ConfigureAwait(false);
        }

        _ending.Dispose();
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        // Not returned to its pool when something was thrown: a read that nobody waits for any more may still write into it.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using RequestWriter output = new();
            output.WriteHead(_request, _connection.ToProxy, isChunked: _length is null);
            if (_mayContinue is null || await IsWantedAsync(output, _mayContinue.Task, cancellationToken).ConfigureAwait(false))
            {
                await SendBodyAsync(output, buffer, cancellationToken).ConfigureAwait(false);
                IsWhole = true;
            }

            ArrayPool<byte>.Shared.Return(buffer);
        }
        catch (Exception failed) when (failed is IOException or OperationCanceledException or ObjectDisposedException or UpstreamException)
        {
            // An origin that takes no more may have answered, and its response tells. Without the rest of the request it would wait for
            // ever.
            Failure ??= failed as UpstreamException;
            if (Failure is not null)
            {
                _connection.Dispose();
            }
        }
    }

    private async Task<bool> IsWantedAsync(RequestWriter output, Task<bool> answer, CancellationToken cancellationToken)
    {
        await FlushAsync(output, cancellationToken).ConfigureAwait(false);
        try
        {
            return await answer.WaitAsync(s_continueLimit, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private async Task SendBodyAsync(RequestWriter output, byte[] buffer, CancellationToken cancellationToken)
    {
        HasBegunBody = true;
        long sent = 0;
        int read;
        while ((read = await ReadAsync(output, buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            sent += read;
            if (_length is null)
            {
                output.WriteChunk(buffer.AsSpan(0, read));
            }
            else
            {
                CheckLength(sent, isEnd: false);
                output.Write(buffer.AsSpan(0, read));
            }
        }

        CheckLength(sent, isEnd: true);
        _hasReadBody = true;
        if (_length is null)
        {
            output.WriteEnd(_request.Trailers?.Invoke() ?? RecordedHeaders.Empty);
        }

        await FlushAsync(output, cancellationToken).ConfigureAwait(false);
    }

    // What is there goes out in one piece; what is not there yet holds nothing back: the client may wait for the origin before it goes on.
    private async ValueTask<int> ReadAsync(RequestWriter output, byte[] buffer, CancellationToken cancellationToken)
    {
        if (output.Written.Length >= BufferSize)
        {
            await FlushAsync(output, cancellationToken).ConfigureAwait(false);
        }

        Task<int> reading = ReadBodyAsync(buffer, cancellationToken);
        try
        {
            if (!reading.IsCompleted)
            {
                await FlushAsync(output, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            await _ending.CancelAsync().ConfigureAwait(false);
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await reading.ConfigureAwait(false);
    }

    private async Task<int> ReadBodyAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _body.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException broken)
        {
            Failure = broken;
            throw;
        }
    }

    private async ValueTask FlushAsync(RequestWriter output, CancellationToken cancellationToken)
    {
        if (output.Written.Length > 0)
        {
            await _connection.Stream.WriteAsync(output.Written, cancellationToken).ConfigureAwait(false);
            output.Clear();
        }
    }

    private void CheckLength(long sent, bool isEnd)
    {
        if (sent > _length || (isEnd && sent < _length))
        {
            throw Http1Errors.InvalidRequest($"its Content-Length is {_length}, but its body has {(isEnd ? "" : "at least ")}{sent} bytes");
        }
    }
}
