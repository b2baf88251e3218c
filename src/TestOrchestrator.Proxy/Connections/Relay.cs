using System.Buffers;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>Carries bytes unread between a client and an origin until both sides have ended, and counts them. Not thread-safe.</summary>
internal sealed class Relay(Stream client, Stream origin, LiveExchange exchange)
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Gets what to do when the client has sent its last byte.</summary>
    public required Func<Task> ClientEnded { get; init; }

    /// <summary>Gets what to do when the origin has sent its last byte.</summary>
    public required Func<Task> OriginEnded { get; init; }

    /// <summary>Runs until both directions have ended.</summary>
    /// <returns>Why it ended early; <see langword="null"/> when both sides ended by themselves.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<string?> up = CopyAsync(client, origin, isUp: true, ClientEnded, broken);
        Task<string?> down = CopyAsync(origin, client, isUp: false, OriginEnded, broken);
        return await up.ConfigureAwait(false) ?? await down.ConfigureAwait(false);
    }

    private async Task<string?> CopyAsync(Stream from, Stream to, bool isUp, Func<Task> ended, CancellationTokenSource broken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, broken.Token).ConfigureAwait(false)) > 0)
            {
                // Counted before it is sent: whoever has received it finds it counted.
                exchange.Relayed(isUp ? read : 0, isUp ? 0 : read);
                await to.WriteAsync(buffer.AsMemory(0, read), broken.Token).ConfigureAwait(false);
                await to.FlushAsync(broken.Token).ConfigureAwait(false);
            }

            await ended().ConfigureAwait(false);
            return null;
        }
        catch (Exception end) when (end is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // When one direction breaks, the other has nobody to speak to.
            await broken.CancelAsync().ConfigureAwait(false);
            return end.Message;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
