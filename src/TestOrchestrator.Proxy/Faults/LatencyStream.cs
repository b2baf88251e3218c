using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace TestOrchestrator.Proxy.Faults;

/// <summary>Gives bytes a time after they came, in their order, while more may come. Not thread-safe.</summary>
/// <remarks>
/// A line is not slower for being longer: so it reads ahead, up to 64 parts of 16 KB, and stops when these are on their way.
/// </remarks>
internal sealed class LatencyStream(Stream inner, FaultHit hit, Ways way, TimeProvider clock) : DisturbedStream(inner)
{
    private const int Parts = 64;
    private const int PartSize = 16 * 1024;

    private readonly Channel<Part> _onTheWay = Channel.CreateBounded<Part>(new BoundedChannelOptions(Parts) { SingleReader = true, SingleWriter = true });
    private readonly FaultRandom _random = hit.Random(FaultHit.Purpose.Latency, way);
    private readonly CancellationTokenSource _over = new();
    private Task? _reading;
    private Part? _arrived;
    private int _taken;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _reading ??= ReadAheadAsync(_over.Token);
        Part part = _arrived ??= await NextAsync(cancellationToken).ConfigureAwait(false);
        if (part.Count == 0)
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, part.Count - _taken);
        part.Bytes.AsMemory(_taken, count).CopyTo(buffer);
        _taken += count;
        if (_taken == part.Count)
        {
            (_arrived, _taken) = (null, 0);
            ArrayPool<byte>.Shared.Return(part.Bytes);
        }

        return count;
    }

    /// <summary>Ends the reading ahead. What is below may be disposed after it.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await (_reading ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_onTheWay.Reader.TryRead(out Part? part))
        {
            ArrayPool<byte>.Shared.Return(part.Bytes);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        _over.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<Part> NextAsync(CancellationToken cancellationToken)
    {
        Part part = await ArrivedAsync(cancellationToken).ConfigureAwait(false);
        TimeSpan left = part.Latency - clock.GetElapsedTime(part.Came);
        if (left > TimeSpan.Zero)
        {
            await FaultHold.PassedAsync(hit.Fault, left, clock, cancellationToken).ConfigureAwait(false);
        }

        return part;
    }

    private async ValueTask<Part> ArrivedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _onTheWay.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is { } failure)
        {
            // What made the reading fail is thrown here, once all that came before has arrived.
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever it is, it is thrown where the bytes are read.")]
    private async Task ReadAheadAsync(CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            // An empty part is the end, which takes its time too.
            Part part;
            do
            {
                part = await ReadPartAsync(cancellationToken).ConfigureAwait(false);
                await _onTheWay.Writer.WriteAsync(part, cancellationToken).ConfigureAwait(false);
            }
            while (part.Count > 0);
        }
        catch (Exception broken)
        {
            failure = broken;
        }
        finally
        {
            _onTheWay.Writer.TryComplete(failure);
        }
    }

    private async ValueTask<Part> ReadPartAsync(CancellationToken cancellationToken)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(PartSize);
        int read = await Inner.ReadAsync(bytes.AsMemory(0, PartSize), cancellationToken).ConfigureAwait(false);
        (TimeSpan middle, TimeSpan spread) = hit.Asked.LatencyPart ?? default;
        return new Part(bytes, read, clock.GetTimestamp(), _random.Around(middle, spread));
    }

    private sealed record Part(byte[] Bytes, int Count, long Came, TimeSpan Latency);
}
