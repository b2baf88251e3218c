using System.Runtime.CompilerServices;
using TestOrchestrator.Proxy.Streams;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>
/// The body of a response while it comes: of a told length, in chunks, or up to the end of the connection. Not thread-safe.
/// </summary>
internal sealed class Http1BodyStream : SequentialStream
{
    private readonly Http1Connection _connection;
    private readonly ChunkedDecoder? _chunks;
    private readonly long? _length;
    private long _passed;

    public Http1BodyStream(Http1Connection connection, Http1Head head)
    {
        _connection = connection;
        _chunks = head is { HasBody: true, IsChunked: true } ? new ChunkedDecoder() : null;
        _length = !head.HasBody ? 0 : head.IsChunked ? null : head.Length;
        IsAtEnd = _length == 0;
    }

    /// <summary>Gets a value indicating whether the whole body has been read.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Gets a value indicating whether something may follow on the connection.</summary>
    public bool IsDelimited => _chunks is not null || _length is not null;

    public Exchanges.RecordedHeaders Trailers => _chunks?.Trailers ?? Exchanges.RecordedHeaders.Empty;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => IsAtEnd || buffer.IsEmpty
        ? new ValueTask<int>(0)
        : _chunks is null ? ReadPlainAsync(buffer, cancellationToken) : ReadChunkedAsync(buffer, _chunks, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadPlainAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int wanted = (int)Math.Min(buffer.Length, _length - _passed ?? buffer.Length);
        int read = await _connection.ReadAsync(buffer[..wanted], cancellationToken).ConfigureAwait(false);
        _passed += read;
        if (read == 0 && _length is not null)
        {
            throw new IOException($"the connection ended after {_passed} of {_length} bytes");
        }

        IsAtEnd = read == 0 || _passed == _length;
        return read;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadChunkedAsync(Memory<byte> buffer, ChunkedDecoder chunks, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (true)
        {
            filled += TakeReceived(buffer.Span[filled..], chunks);
            if (filled > 0 || chunks.IsDone)
            {
                IsAtEnd = chunks.IsDone && filled == 0;
                return filled;
            }

            // Large chunks go straight to where they are wanted.
            if (chunks.Remaining >= buffer.Length)
            {
                int read = await _connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                Passed(chunks, read);
                return read;
            }

            if (!_connection.Filled(await _connection.Stream.ReadAsync(_connection.Room(Http1Head.Limit), cancellationToken).ConfigureAwait(false)))
            {
                throw Ended();
            }
        }
    }

    // The data of as many chunks as have been received.
    private int TakeReceived(Span<byte> buffer, ChunkedDecoder chunks)
    {
        int filled = 0;
        while (true)
        {
            _connection.Advance(chunks.Read(_connection.Received));
            ReadOnlySpan<byte> received = _connection.Received;
            int count = (int)Math.Min(Math.Min(buffer.Length - filled, received.Length), chunks.Remaining);
            if (count == 0)
            {
                return filled;
            }

            received[..count].CopyTo(buffer[filled..]);
            _connection.Advance(count);
            chunks.DataRead(count);
            _passed += count;
            filled += count;
        }
    }

    private void Passed(ChunkedDecoder chunks, int read)
    {
        if (read == 0)
        {
            throw Ended();
        }

        _passed += read;
        chunks.DataRead(read);
    }

    private IOException Ended() => new($"the connection ended after {_passed} bytes, before the last chunk");
}
