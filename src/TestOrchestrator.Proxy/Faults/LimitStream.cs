namespace TestOrchestrator.Proxy.Faults;

/// <summary>Breaks after a number of bytes, as soon as they have been passed on. Not thread-safe.</summary>
internal sealed class LimitStream(Stream inner, FaultHit hit, ExchangeFaults faults, long limit, FaultBreak how, string what) : DisturbedStream(inner)
{
    private long _passed;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (hit.Fault.IsRemoved)
        {
            return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        // Who asks for more has passed on what there was.
        if (_passed >= limit)
        {
            throw await faults.BreakAsync(hit, how, what).ConfigureAwait(false);
        }

        int read = await Inner.ReadAsync(AtMost(buffer, limit - _passed), cancellationToken).ConfigureAwait(false);
        _passed += read;
        return read;
    }
}
