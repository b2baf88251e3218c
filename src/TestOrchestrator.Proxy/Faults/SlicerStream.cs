namespace TestOrchestrator.Proxy.Faults;

/// <summary>Gives bytes slice by slice, with a gap between them. Not thread-safe.</summary>
internal sealed class SlicerStream(Stream inner, FaultHit hit, ExchangeFaults faults, Ways way) : DisturbedStream(inner)
{
    private readonly FaultRandom _random = hit.Random(FaultHit.Purpose.Slices, way);
    private bool _hasBegun;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (hit.Fault.IsRemoved || hit.Asked.SlicerPart is not { } slicer)
        {
            return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        int read = await Inner.ReadAsync(AtMost(buffer, _random.Around(slicer.Size, slicer.Variation)), cancellationToken).ConfigureAwait(false);
        if (read > 0 && _hasBegun)
        {
            await faults.HoldAsync(hit, slicer.Gap, cancellationToken).ConfigureAwait(false);
        }

        _hasBegun = true;
        return read;
    }
}
