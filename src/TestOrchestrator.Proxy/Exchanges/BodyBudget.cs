namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>Holds the kept bodies of a session under its limit by dropping the oldest. Not thread-safe: guarded by the gate of the log.</summary>
internal sealed class BodyBudget(long limit)
{
    private readonly LinkedList<(LiveExchange Exchange, BodyRecorder Body)> _oldestFirst = new();

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
            body.Place_UnderGate = _oldestFirst.AddLast((exchange, body));
        }

        Kept_UnderGate += more;
        while (Kept_UnderGate > limit && _oldestFirst.First is { } oldest)
        {
            Drop_UnderGate(oldest.Value.Body);
            oldest.Value.Exchange.BodyDropped_UnderGate();
        }
    }

    /// <summary>Lets go of a body.</summary>
    public void Drop_UnderGate(BodyRecorder body)
    {
        if (body.Place_UnderGate is { } place)
        {
            // Small bodies may come and go for as long as the session lives: none leaves anything behind.
            _oldestFirst.Remove(place);
            body.Place_UnderGate = null;
        }

        Kept_UnderGate -= body.Drop_UnderGate();
    }

    /// <summary>Lets go of the bodies of exchanges that the log has forgotten; they come first here too, but for those whose bodies came late.</summary>
    public void ForgetOldest_UnderGate()
    {
        while (_oldestFirst.First is { } oldest && oldest.Value.Exchange.IsForgotten_UnderGate)
        {
            Drop_UnderGate(oldest.Value.Body);
        }
    }
}
