using System.Buffers;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>Receives the body of a request that goes nowhere else.</summary>
internal static class BodyReceipt
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Receives what is left of the body, or what comes until the token is canceled.</summary>
    public static async Task WholeAsync(RequestBody? body, CancellationToken cancellationToken)
    {
        if (body is null)
        {
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
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

    /// <summary>Receives what comes within a time: a client may wait for the response before it ends its request.</summary>
    public static async Task WithinAsync(TimeSpan limit, RequestBody? body, TimeProvider clock, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(limit, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await WholeAsync(body, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Enough to record.
        }
    }
}
