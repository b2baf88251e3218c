using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using TestOrchestrator.Proxy.Streams;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>
/// The two directions of a connection as the one stream that TLS and relays want. Not thread-safe, except that one may read while another
/// writes.
/// </summary>
internal sealed class DuplexPipeStream(IDuplexPipe pipe) : DuplexStream
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadResult read = await pipe.Input.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (read.IsCanceled)
        {
            throw new OperationCanceledException();
        }

        // An empty buffer asks to be told when there is something to read; nothing is consumed then.
        int count = (int)Math.Min(read.Buffer.Length, buffer.Length);
        ReadOnlySequence<byte> taken = read.Buffer.Slice(0, count);
        taken.CopyTo(buffer.Span);

        // From here on the sequence is no longer ours: its memory may hold something else, and even its length be another.
        pipe.Input.AdvanceTo(taken.End);
        return count;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        FlushResult flushed = await pipe.Output.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (flushed.IsCompleted)
        {
            throw new IOException("The other side has closed the connection.");
        }
    }

    // Every write is flushed.
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
