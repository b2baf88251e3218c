namespace TestOrchestrator.Proxy.Faults;

/// <summary>Stalls as TCP does when a segment is lost, and lost again when it is sent anew. Not thread-safe.</summary>
internal sealed class LossStream(Stream inner, FaultHit hit, Ways way, ExchangeFaults faults) : DisturbedStream(inner)
{
    private const int Segment = 1460;

    // As many as Linux tries (tcp_retries2).
    private const int Attempts = 15;

    private static readonly TimeSpan s_firstRetransmission = TimeSpan.FromMilliseconds(200);

    private readonly FaultRandom _random = hit.Random(FaultHit.Purpose.Loss, way);
    private bool _hasLost;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await Inner.ReadAsync(AtMost(buffer, Segment), cancellationToken).ConfigureAwait(false);
        if (read == 0 || hit.Fault.IsRemoved)
        {
            return read;
        }

        int lost = 0;
        while (lost < Attempts && _random.NextDouble() < hit.Asked.LossPart)
        {
            lost++;
        }

        if (lost > 0)
        {
            await StallAsync(lost, cancellationToken).ConfigureAwait(false);
        }

        return read;
    }

    private async ValueTask StallAsync(int lost, CancellationToken cancellationToken)
    {
        // 200 ms + 400 ms + 800 ms …
        TimeSpan stall = s_firstRetransmission * ((1 << lost) - 1);
        if (!_hasLost)
        {
            // Once: a long-lived tunnel loses any number of them.
            _hasLost = true;
            faults.Acted(hit, $"loses segments {ExchangeFaults.Name(way)}");
        }

        bool hasPassed = await faults.HoldAsync(hit, stall, cancellationToken).ConfigureAwait(false);
        if (hasPassed && lost == Attempts)
        {
            throw await faults.BreakAsync(hit, ExchangeFaults.Reset(hit), $"reset after {lost} retransmissions {ExchangeFaults.Name(way)}").ConfigureAwait(false);
        }
    }
}
