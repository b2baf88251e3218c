using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>The body of a request, which is recorded while it is read. Not thread-safe.</summary>
internal sealed class RecordingStream(Stream body, LiveExchange exchange) : Stream
{
    /// <summary>Gets a value indicating whether the client broke off before the end of the body.</summary>
    public bool IsBroken { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            int read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                exchange.RequestReceived();
            }
            else
            {
                exchange.AppendRequest(buffer.Span[..read]);
            }

            return read;
        }
        catch (IOException)
        {
            IsBroken = true;
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
