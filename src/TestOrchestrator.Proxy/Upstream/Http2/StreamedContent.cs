using System.Buffers;
using System.Net;

namespace TestOrchestrator.Proxy.Upstream.Http2;

/// <summary>
/// A body that is sent while it comes, each part at once. Over HTTP/2 the response may begin before it ends. Not thread-safe.
/// </summary>
internal sealed class StreamedContent(Stream body) : HttpContent
{
    private const int BufferSize = 16 * 1024;

    private readonly CancellationTokenSource _ending = new();
    private Task _sending = Task.CompletedTask;

    /// <summary>Ends the sending where it goes on; the body is not read any more when this has completed.</summary>
    public async Task EndAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _sending = SendAsync(stream, cancellationToken);

    // The length, where one is known, is in the headers that came with the body.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        _ending.Dispose();
        base.Dispose(disposing);
    }

    private async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            // The head must not wait for the first part of the body: the client may wait for the origin to ask for it (Expect:
            // 100-continue).
            await stream.FlushAsync(either.Token).ConfigureAwait(false);
            int read;
            while ((read = await body.ReadAsync(buffer, either.Token).ConfigureAwait(false)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), either.Token).ConfigureAwait(false);
                await stream.FlushAsync(either.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
