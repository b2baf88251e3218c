namespace TestOrchestrator.Proxy.Streams;

/// <summary>
/// The two directions of a connection, asynchronous only. Not thread-safe, except that one may read while another writes.
/// </summary>
internal abstract class DuplexStream : SequentialStream
{
    public sealed override bool CanWrite => true;

    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    public sealed override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public abstract override Task FlushAsync(CancellationToken cancellationToken);
}
