namespace TestOrchestrator.Proxy.Faults;

/// <summary>Holds the end back. Not thread-safe.</summary>
internal sealed class SlowCloseStream(Stream inner, FaultHit hit, ExchangeFaults faults) : DisturbedStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read == 0 && buffer.Length > 0 && !hit.Fault.IsRemoved)
        {
            await faults.HoldEndAsync(hit, cancellationToken).ConfigureAwait(false);
        }

        return read;
    }
}
