namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>Holds the kept bodies of a session under its limit by dropping the oldest. Not thread-safe: guarded by the gate of the log.</summary>
internal sealed class BodyBudget(long limit)
{
    private readonly Queue<(LiveExchange Exchange, BodyRecorder Body)> _oldestFirst = new();

    /// <summary>How many bytes are kept now.</summary>
    public long Kept_UnderGate { get; private set; }

    public void Add_UnderGate(LiveExchange exchange, BodyRecorder body, int more)
    {
        if (more == 0)
        {
            return;
        }

        if (body.Kept == more)
        {
            _oldestFirst.Enqueue((exchange, body));
        }

        Kept_UnderGate += more;
        while (Kept_UnderGate > limit && _oldestFirst.TryDequeue(out (LiveExchange Exchange, BodyRecorder Body) oldest))
        {
            Kept_UnderGate -= oldest.Body.Drop_UnderGate();
            oldest.Exchange.BodyDropped_UnderGate();
        }
    }

    /// <summary>Lets go of the bodies of exchanges that the log has forgotten; they come first here too, but for those whose bodies came late.</summary>
    public void ForgetOldest_UnderGate()
    {
        while (_oldestFirst.TryPeek(out (LiveExchange Exchange, BodyRecorder Body) oldest) && oldest.Exchange.IsForgotten_UnderGate)
        {
            _oldestFirst.Dequeue();
            Kept_UnderGate -= oldest.Body.Drop_UnderGate();
        }
    }
}
