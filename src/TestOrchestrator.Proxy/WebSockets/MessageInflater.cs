using System.IO.Compression;

namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>Undoes permessage-deflate for one direction (RFC 7692, section 7.2.2). Not thread-safe.</summary>
/// <param name="keepsContext">Whether messages refer to those before them; unless the sender agreed to start each one anew.</param>
internal sealed class MessageInflater(bool keepsContext) : IDisposable
{
    // What a message may expand to before it is taken for an attack or an accident: it is uncompressed on the way of the bytes.
    private const long Limit = 16 * 1024 * 1024;

    private readonly Feed _feed = new();
    private readonly byte[] _plain = new byte[16 * 1024];
    private DeflateStream? _inflate;
    private long _length;
    private bool _hasEnded;

    // The sender leaves out the end of the empty block that flushes each message.
    private static ReadOnlySpan<byte> LeftOut => [0x00, 0x00, 0xFF, 0xFF];

    /// <summary>Uncompresses more of a message.</summary>
    /// <returns>Why it cannot be; <see langword="null"/> while all is well.</returns>
    public string? Inflate(ReadOnlySpan<byte> compressed, IMessageSink sink)
    {
        if (_hasEnded)
        {
            // After a last block only flushing may follow, which has no content.
            return null;
        }

        _inflate ??= new DeflateStream(_feed, CompressionMode.Decompress, leaveOpen: true);
        _feed.Add(compressed);
        while (Read() is { } read)
        {
            if (read < 0)
            {
                return "a compressed message is damaged";
            }

            _length += read;
            if (_length > Limit)
            {
                return $"a compressed message expands to more than {Limit} bytes";
            }

            sink.Append(_plain.AsSpan(0, read));
        }

        return null;
    }

    /// <summary>Uncompresses the rest of a message.</summary>
    /// <returns>Why it cannot be; <see langword="null"/> when all is well.</returns>
    public string? EndMessage(IMessageSink sink)
    {
        string? problem = Inflate(LeftOut, sink);
        if (problem is null && _hasEnded && keepsContext)
        {
            // The decoder forgets with its last block what later messages refer to.
            problem = "a compressed message has a last block, and those after it may refer to it";
        }

        _length = 0;
        if (!keepsContext)
        {
            _hasEnded = false;
            _inflate?.Dispose();
            _inflate = null;
            _feed.Clear();
        }

        return problem;
    }

    public void Dispose() => _inflate?.Dispose();

    // Null when there is nothing more to be had of what has been fed, negative when it is damaged.
    private int? Read()
    {
        _feed.WasEmpty = false;
        try
        {
            int read = _inflate?.Read(_plain) ?? 0;
            if (read > 0)
            {
                return read;
            }

            _hasEnded = !_feed.WasEmpty;
            return null;
        }
        catch (InvalidDataException) when (_feed.WasEmpty)
        {
            // With strict validation switched on in this process it takes a stream that has nothing yet for one that was cut off.
            return null;
        }
        catch (InvalidDataException)
        {
            return -1;
        }
    }

    /// <summary>What has come and was not uncompressed yet. Not thread-safe.</summary>
    private sealed class Feed : Stream
    {
        private byte[] _bytes = [];
        private int _start;
        private int _end;

        /// <summary>Gets or sets a value indicating whether more was asked for than there is.</summary>
        public bool WasEmpty { get; set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public void Add(ReadOnlySpan<byte> more)
        {
            int left = _end - _start;
            if (_bytes.Length < left + more.Length)
            {
                Array.Resize(ref _bytes, left + more.Length);
            }

            _bytes.AsSpan(_start, left).CopyTo(_bytes);
            more.CopyTo(_bytes.AsSpan(left));
            (_start, _end) = (0, left + more.Length);
        }

        public void Clear() => (_start, _end) = (0, 0);

        public override int Read(Span<byte> buffer)
        {
            int now = Math.Min(buffer.Length, _end - _start);
            WasEmpty |= now == 0;
            _bytes.AsSpan(_start, now).CopyTo(buffer);
            _start += now;
            return now;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
