using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Waiting;

namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>
/// The messages of all WebSockets of a session in the order in which they were complete; the oldest are forgotten. Not thread-safe: guarded
/// by the gate of the log.
/// </summary>
internal sealed class MessageLog(int limit, BodyBudget budget)
{
    private LiveMessage? _first;
    private LiveMessage? _last;
    private int _count;

    /// <summary>Fires when a message is complete.</summary>
    public ChangeSignal Added { get; } = new();

    public void Add_UnderGate(LiveMessage message)
    {
        if (_last is null)
        {
            _first = message;
        }
        else
        {
            _last.Next_UnderGate = message;
        }

        _last = message;
        _count++;
        while (_count > limit && _first is { } oldest)
        {
            _first = oldest.Next_UnderGate;
            _count--;
            budget.Drop_UnderGate(oldest.Payload);
            oldest.All.ForgetFirst_UnderGate();
            oldest.Exchange.BodyDropped_UnderGate();
        }

        Added.Fire_UnderGate();
    }

    /// <summary>The messages after one that was seen already, or all that there are.</summary>
    public List<LiveMessage> After_UnderGate(LiveMessage? seen)
    {
        List<LiveMessage> after = [];
        for (LiveMessage? at = seen is null ? _first : seen.Next_UnderGate; at is not null; at = at.Next_UnderGate)
        {
            after.Add(at);
        }

        return after;
    }
}
