using System.Buffers;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>Receives the body of a request that goes nowhere else.</summary>
internal static class BodyReceipt
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Receives the whole body.</summary>
    public static Task WholeAsync(ClientCall call, LiveExchange exchange) => ReceiveAsync(call, exchange, call.Aborted);

    /// <summary>Receives what comes within a time: a client may wait for the response before it ends its request.</summary>
    public static async Task WithinAsync(TimeSpan limit, ClientCall call, LiveExchange exchange, TimeProvider clock)
    {
        using CancellationTokenSource deadline = new(limit, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, call.Aborted);
        try
        {
            await ReceiveAsync(call, exchange, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !call.Aborted.IsCancellationRequested)
        {
            // Enough to record.
        }
    }

    private static async Task ReceiveAsync(ClientCall call, LiveExchange exchange, CancellationToken cancellationToken)
    {
        if (!call.HasBody)
        {
            exchange.RequestReceived();
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        RecordingStream body = new(call.Body, exchange);
        await using (body.ConfigureAwait(false))
        {
            try
            {
                while (await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
                {
                    // Recording it is all there is to do.
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
