using System.Buffers;
using System.IO.Pipelines;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>Reads what is to come from a connection without consuming it.</summary>
internal static class Peek
{
    /// <summary>Tells what bytes are; <see langword="null"/> when more are needed.</summary>
    public delegate T? Reader<T>(in ReadOnlySequence<byte> bytes);

    /// <summary>
    /// Reads until the reader can tell, the client has closed its side, <paramref name="limit"/> bytes have come, or time is up, which
    /// <paramref name="earlier"/> can be. What was read is read again by the next one.
    /// </summary>
    /// <exception cref="IOException">The connection was broken off or aborted.</exception>
    public static async ValueTask<Peeked<T>> UntilToldAsync<T>(
        PipeReader input, Reader<T> reader, long limit, TimeSpan timeout, TimeProvider clock, CancellationToken earlier = default)
    {
        using CancellationTokenSource time = new(timeout, clock);
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(time.Token, earlier);
        try
        {
            while (true)
            {
                ReadResult read = await input.ReadAsync(deadline.Token).ConfigureAwait(false);
                T? told = reader(read.Buffer);
                bool isFull = read.Buffer.Length >= limit;
                if (told is not null || read.IsCompleted || isFull)
                {
                    // Nothing is marked as examined, so the next read completes at once.
                    input.AdvanceTo(read.Buffer.Start);
                    return new Peeked<T> { Value = told, End = told is not null ? PeekEnd.Told : isFull ? PeekEnd.TooLong : PeekEnd.Closed };
                }

                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new Peeked<T> { End = PeekEnd.TimedOut };
        }
    }

    /// <summary>Takes what a look ahead that ended by time has read: a further read would not see it before more has come.</summary>
    public static async ValueTask<byte[]> TakeReadAsync(PipeReader input)
    {
        input.CancelPendingRead();
        ReadResult read = await input.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        byte[] taken = read.Buffer.ToArray();
        input.AdvanceTo(read.Buffer.End);
        return taken;
    }
}
