using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using TestOrchestrator.Proxy.Upstream.Origins;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>A connection to an origin, and what has been received from it and not been read yet. Not thread-safe, except that one may read while another writes.</summary>
internal sealed class Http1Connection(OriginConnection origin) : IDisposable
{
    private const int FirstBuffer = 8 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _isDisposed;

    // Within TLS something may have been received that the socket no longer tells of: a read that is satisfied by the next byte, or by the end, does.
    private Task<int>? _listening;

    public Stream Stream => origin.Stream;

    /// <summary>Gets what to send along with each request; <see langword="null"/> unless it goes to a proxy, in absolute form.</summary>
    public UpstreamProxyAddress? ToProxy => origin.ToProxy;

    /// <summary>Gets a value indicating whether it has served a request before, so that its origin may have closed it meanwhile.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>Gets a value indicating whether anything has come since it was last given back.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Gets the timestamp since which nobody has used it.</summary>
    public long IdleSince { get; private set; }

    /// <summary>Gets what has been received and not been read.</summary>
    public ReadOnlySpan<byte> Received => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Gets a value indicating whether it has ended while idle, or says something that nobody asked for.</summary>
    public bool IsStale
    {
        get
        {
            try
            {
                return _listening is { } listening ? listening.IsCompleted : origin.Socket.Poll(0, SelectMode.SelectRead);
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    /// <summary>Marks bytes as read.</summary>
    public void Advance(int count) => _start += count;

    /// <summary>Receives more behind what is there.</summary>
    /// <param name="limit">How much may be there unread.</param>
    /// <param name="cancellationToken">Ends the wait; the connection is of no more use then.</param>
    /// <returns>How many bytes came; 0 when the origin has ended.</returns>
    public async ValueTask<int> ReceiveAsync(int limit, CancellationToken cancellationToken)
    {
        MakeRoom(limit);
        await ListenAsync(cancellationToken).ConfigureAwait(false);
        int received = await Stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += received;
        HasAnswered |= received > 0;
        return received;
    }

    /// <summary>Takes bytes that are there, else receives some directly.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            // Nothing listens any more once the head has been received.
            return Stream.ReadAsync(buffer, cancellationToken);
        }

        int count = Math.Min(buffer.Length, _end - _start);
        Received[..count].CopyTo(buffer.Span);
        Advance(count);
        return new ValueTask<int>(count);
    }

    /// <summary>Gives its buffer away until it is used again.</summary>
    public void Rest(long now)
    {
        ReturnBuffer();
        IsUsed = true;
        HasAnswered = false;
        IdleSince = now;
        if (Stream is SslStream)
        {
            _listening = Stream.ReadAsync(Memory<byte>.Empty).AsTask();
        }
    }

    public void Dispose()
    {
        // The buffer is not returned: a read that was given up may still write into it.
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            origin.Dispose();

            // It fails now, and nobody else asks why.
            _listening?.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async ValueTask ListenAsync(CancellationToken cancellationToken)
    {
        if (_listening is { } listening)
        {
            await listening.WaitAsync(cancellationToken).ConfigureAwait(false);
            _listening = null;
        }
    }

    private void MakeRoom(int limit)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        if (_end < _buffer.Length)
        {
            return;
        }

        if (_start > 0)
        {
            Received.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            return;
        }

        if (_buffer.Length >= limit)
        {
            throw Http1Errors.InvalidResponse($"its head or its trailers are longer than {limit} bytes");
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBuffer, 2 * _buffer.Length));
        int kept = _end;
        Received.CopyTo(larger);
        ReturnBuffer();
        (_buffer, _end) = (larger, kept);
    }

    private void ReturnBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        (_buffer, _start, _end) = ([], 0, 0);
    }
}
