using TestOrchestrator.Proxy.Streams;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>
/// A connection of which the first bytes have been read already. Not thread-safe, except that one may read while another writes.
/// </summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> alreadyRead, Stream connection) : DuplexStream
{
    private ReadOnlyMemory<byte> _alreadyRead = alreadyRead;

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

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => connection.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override void Flush() => connection.Flush();
}
