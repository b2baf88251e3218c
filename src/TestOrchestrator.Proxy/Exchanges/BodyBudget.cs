namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>Holds the kept bodies of a session under its limit by dropping the oldest. Not thread-safe: guarded by the gate of the log.</summary>
internal sealed class BodyBudget(long limit)
{
    private readonly Queue<(LiveExchange Exchange, BodyRecorder Body)> _oldestFirst = new();
    private long _kept;

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

        _kept += more;
        while (_kept > limit && _oldestFirst.TryDequeue(out (LiveExchange Exchange, BodyRecorder Body) oldest))
        {
            _kept -= oldest.Body.Drop_UnderGate();
            oldest.Exchange.Forget_UnderGate();
        }
    }
}
