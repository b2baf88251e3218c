using System.Buffers;
using System.Net.Sockets;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>Carries bytes unread between a client and an origin, and counts them, until the origin has ended. Not thread-safe.</summary>
/// <remarks>
/// A client that has sent its last byte still gets what the origin sends. After the origin's last byte there is nothing to wait for.
/// </remarks>
internal sealed class Relay(Stream client, Stream origin, LiveExchange exchange, TimeProvider clock)
{
    private const int BufferSize = 16 * 1024;

    private readonly LateFaults _late = new(exchange, isResponse: false);

    /// <summary>Gets what to do when the client has sent its last byte.</summary>
    public Action ClientEnded { get; init; } = () => { };

    /// <summary>Gets how long the origin may go on after the client has sent its last byte.</summary>
    public TimeSpan LastWord { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Gets what disturbs it: lasting faults, as others may join them.</summary>
    public required ExchangeFaults Faults { get; init; }

    /// <summary>Gets what looks at the bytes while they pass.</summary>
    public WebSocketInspection? Inspection { get; init; }

    /// <summary>Runs until both directions have ended.</summary>
    /// <returns>Why it broke off; <see langword="null"/> when the origin ended it.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = new(Timeout.InfiniteTimeSpan, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        Task<string?> up = UpAsync(over, either.Token);
        string? downBroke = await CopyAsync(origin, client, isUp: false, either.Token).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        string? upBroke = await up.ConfigureAwait(false);
        return downBroke is null ? null : upBroke ?? downBroke;
    }

    private async Task<string?> UpAsync(CancellationTokenSource over, CancellationToken cancellationToken)
    {
        string? broke = await CopyAsync(client, origin, isUp: true, cancellationToken).ConfigureAwait(false);
        if (broke is null)
        {
            over.CancelAfter(LastWord);
        }
        else
        {
            await over.CancelAsync().ConfigureAwait(false);
        }

        return broke;
    }

    private async Task<string?> CopyAsync(Stream from, Stream to, bool isUp, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            Ways way = isUp ? Ways.Upstream : Ways.Downstream;
            Stream source = await Faults.OfRelayAsync(from, way).ConfigureAwait(false);
            int late = 0;
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (LateFaults.MayHit(exchange) && _late.More(ref late) is { Length: > 0 } hits)
                {
                    source = await Faults.JoinLateAsync(new PrefixedStream(buffer.AsMemory(0, read).ToArray(), source), way, hits).ConfigureAwait(false);
                    continue;
                }

                // Counted before it is sent: whoever has received it finds it counted.
                exchange.Relayed(isUp ? read : 0, isUp ? 0 : read);
                Inspection?.Passed(buffer.AsSpan(0, read), isUp);
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                await to.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            if (isUp)
            {
                ClientEnded();
            }

            return null;
        }
        catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return broken.Message;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
