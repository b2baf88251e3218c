using TestOrchestrator.Proxy.Streams;

namespace TestOrchestrator.Proxy.Upstream.Http1;

/// <summary>
/// A connection after it has switched to another protocol: first what has been received along with the head, then what comes. Not
/// thread-safe, except that one may read while another writes.
/// </summary>
internal sealed class UpgradedStream(Http1Connection connection) : DuplexStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => connection.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => connection.Stream.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.Stream.FlushAsync(cancellationToken);
}
