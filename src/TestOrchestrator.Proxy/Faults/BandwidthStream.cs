namespace TestOrchestrator.Proxy.Faults;

/// <summary>Gives bytes at the time at which a line would have carried them. Not thread-safe; others may share the line.</summary>
internal sealed class BandwidthStream(Stream inner, FaultHit hit, ExchangeFaults faults, Ways way) : DisturbedStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (hit.Fault.IsRemoved || hit.Fault.Line(way) is not { } line)
        {
            return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        int read = await Inner.ReadAsync(AtMost(buffer, line.Part), cancellationToken).ConfigureAwait(false);
        if (read > 0)
        {
            await faults.HoldAsync(hit, line.Take(read), cancellationToken).ConfigureAwait(false);
        }

        return read;
    }
}
