using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Waiting;

namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>Everything that went through a session, in the order in which requests came. Thread-safe.</summary>
internal sealed class ExchangeLog(ProxySessionLimits limits, TimeProvider clock)
{
    private readonly Queue<LiveExchange> _exchanges = new();
    private long _lastNumber;

    /// <summary>Guards the log and all its exchanges.</summary>
    public Lock Gate { get; } = new();

    public TimeProvider Clock { get; } = clock;

    public ProxySessionLimits Limits { get; } = limits;

    public BodyBudget Budget { get; } = new(limits.MaxSessionBodyBytes);

    public ChangeSignal Changed { get; } = new();

    public LiveExchange Begin(ScopeNode scope, RequestHead head)
    {
        lock (Gate)
        {
            LiveExchange exchange = new(this, ++_lastNumber, scope, head);
            _exchanges.Enqueue(exchange);
            if (_exchanges.Count > Limits.MaxExchanges)
            {
                _exchanges.Dequeue().IsForgotten_UnderGate = true;
                Budget.ForgetOldest_UnderGate();
            }

            Changed.Fire_UnderGate();
            return exchange;
        }
    }

    /// <summary>Everything there is now; what comes later completes <see cref="Sighting.Changed"/>.</summary>
    public Sighting See()
    {
        lock (Gate)
        {
            return new Sighting
            {
                Exchanges = [.. _exchanges.Select(e => new SeenExchange(e, e.IsSettled_UnderGate, e.LastChange_UnderGate))],
                Changed = Changed.Next_UnderGate(),
            };
        }
    }

    public IReadOnlyList<RecordedExchange> Describe(IEnumerable<LiveExchange> exchanges)
    {
        lock (Gate)
        {
            return [.. exchanges.Select(e => e.Snapshot_UnderGate())];
        }
    }
}
