using System.Buffers;
using System.Net;

namespace TestOrchestrator.Proxy.Upstream;

/// <summary>A body that is sent while it comes, each part at once. Over HTTP/2 the response may begin before it ends. Not thread-safe.</summary>
internal sealed class StreamedContent(Stream body) : HttpContent
{
    private const int BufferSize = 16 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            // The head must not wait for the first part of the body: the client may wait for the origin to ask for it (Expect: 100-continue).
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The length, where one is known, is in the headers that came with the body.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
