namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>
/// Holds the kept bodies of a session under its limit by dropping the oldest. Not thread-safe: guarded by the gate of the log.
/// </summary>
internal sealed class BodyBudget(long limit)
{
    // The bodies are a chain of their own: one object less for each.
    private BodyRecorder? _oldest;
    private BodyRecorder? _newest;

    /// <summary>How many bytes are kept now.</summary>
    public long Kept_UnderGate { get; private set; }

    public void Add_UnderGate(LiveExchange exchange, BodyRecorder body, int more)
    {
        if (more == 0)
        {
            return;
        }

        if (body.Owner_UnderGate is null)
        {
            Append_UnderGate(exchange, body);
        }

        Kept_UnderGate += more;
        while (Kept_UnderGate > limit && _oldest is { Owner_UnderGate: { } owner } oldest)
        {
            Drop_UnderGate(oldest);
            owner.BodyDropped_UnderGate();
        }
    }

    /// <summary>Lets go of a body.</summary>
    public void Drop_UnderGate(BodyRecorder body)
    {
        if (body.Owner_UnderGate is not null)
        {
            // Small bodies may come and go for as long as the session lives: none leaves anything behind.
            Remove_UnderGate(body);
        }

        Kept_UnderGate -= body.Drop_UnderGate();
    }

    /// <summary>
    /// Lets go of the bodies of exchanges that the log has forgotten; they come first here too, but for those whose bodies came late.
    /// </summary>
    public void ForgetOldest_UnderGate()
    {
        while (_oldest is { Owner_UnderGate.IsForgotten_UnderGate: true } oldest)
        {
            Drop_UnderGate(oldest);
        }
    }

    private void Append_UnderGate(LiveExchange exchange, BodyRecorder body)
    {
        (body.Owner_UnderGate, body.Older_UnderGate) = (exchange, _newest);
        if (_newest is null)
        {
            _oldest = body;
        }
        else
        {
            _newest.Newer_UnderGate = body;
        }

        _newest = body;
    }

    private void Remove_UnderGate(BodyRecorder body)
    {
        (BodyRecorder? older, BodyRecorder? newer) = (body.Older_UnderGate, body.Newer_UnderGate);
        if (older is null)
        {
            _oldest = newer;
        }
        else
        {
            older.Newer_UnderGate = newer;
        }

        if (newer is null)
        {
            _newest = older;
        }
        else
        {
            newer.Older_UnderGate = older;
        }

        (body.Owner_UnderGate, body.Older_UnderGate, body.Newer_UnderGate) = (null, null, null);
    }
}
