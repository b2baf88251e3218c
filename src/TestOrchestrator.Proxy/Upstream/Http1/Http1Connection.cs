using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using TestOrchestrator.Proxy.Upstream.Origins;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>
/// A connection to an origin, and what has been received from it and not been read yet. Not thread-safe, except that one may read while
/// another writes.
/// </summary>
internal sealed class Http1Connection(OriginConnection origin) : IDisposable
{
    private const int FirstBuffer = 8 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _isDisposed;

    // Within TLS something may have been received that the socket no longer tells of: a read that is satisfied by the next byte, or by the
    // end, does.
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

    /// <summary>Gets what reads the heads of its responses.</summary>
    public Http1HeadReader Heads { get; } = new();

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

    /// <summary>Gets where to receive more, behind what is there.</summary>
    /// <param name="limit">How much may be there unread.</param>
    public Memory<byte> Room(int limit)
    {
        MakeRoom(limit);
        return _buffer.AsMemory(_end);
    }

    /// <summary>Takes note of what was received.</summary>
    /// <returns>Whether anything was; else the origin has ended.</returns>
    public bool Filled(int count)
    {
        _end += count;
        HasAnswered |= count > 0;
        return count > 0;
    }

    /// <summary>Waits for what comes first after a rest.</summary>
    /// <param name="cancellationToken">Ends the wait, and the connection.</param>
    public ValueTask WakeAsync(CancellationToken cancellationToken) => _listening is { } listening ? WakeAsync(listening, cancellationToken) : ValueTask.CompletedTask;

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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WakeAsync(Task<int> listening, CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister(static connection => ((Http1Connection)connection!).Dispose(), this))
        {
            _ = await listening.ConfigureAwait(false);
        }

        _listening = null;
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
