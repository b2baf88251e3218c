namespace TestOrchestrator.Proxy.Connections;

/// <summary>A connection of which the first bytes have been read already. Not thread-safe, except that one may read while another writes.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> alreadyRead, Stream connection) : Stream
{
    private ReadOnlyMemory<byte> _alreadyRead = alreadyRead;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_alreadyRead.IsEmpty)
        {
            return connection.ReadAsync(buffer, cancellationToken);
        }

        int count = Math.Min(buffer.Length, _alreadyRead.Length);
        _alreadyRead[..count].CopyTo(buffer);
        _alreadyRead = _alreadyRead[count..];
        return new ValueTask<int>(count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => connection.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => connection.WriteAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override void Flush() => connection.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
