using System.Buffers;
using System.IO.Pipelines;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>A stream as the transport that Kestrel wants. Not thread-safe, except that one may read while another writes.</summary>
internal sealed class StreamDuplexPipe(Stream stream, MemoryPool<byte>? pool) : IDuplexPipe, IAsyncDisposable
{
    public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(pool, leaveOpen: true, useZeroByteReads: true));

    public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(pool, leaveOpen: true));

    public async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync().ConfigureAwait(false);
        await Output.CompleteAsync().ConfigureAwait(false);
    }
}
