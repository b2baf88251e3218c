using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Waiting;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>Everything that went through a session, in the order in which requests came. Thread-safe.</summary>
internal sealed class ExchangeLog
{
    private readonly Queue<LiveExchange> _exchanges = new();
    private readonly Lock _faultGate = new();
    private long _lastNumber;
    private int _faultsMade;
    private bool _hasEnded;

    public ExchangeLog(ProxySessionLimits limits, TimeProvider clock, IEnumerable<string>? ignoredProblems = null)
    {
        Limits = limits;
        Clock = clock;
        Events = new EventLog(clock);
        Problems = new ProblemLog(Events, clock, ignoredProblems ?? []);
        Budget = new BodyBudget(limits.MaxSessionBodyBytes);
        Messages = new MessageLog(limits.MaxMessages, Budget);
    }

    /// <summary>Guards the log and all its exchanges.</summary>
    public Lock Gate { get; } = new();

    public TimeProvider Clock { get; }

    public ProxySessionLimits Limits { get; }

    public ProblemLog Problems { get; }

    public EventLog Events { get; }

    public BodyBudget Budget { get; }

    public MessageLog Messages { get; }

    public ChangeSignal Changed { get; } = new();

    /// <summary>Gets how many faults there have been so far; they are numbered from 1.</summary>
    public int FaultsMade => Volatile.Read(ref _faultsMade);

    /// <summary>Makes a fault, which is given its number: an exchange that begins meanwhile takes it for one that is made later.</summary>
    public void MakeFault(Action<int> make)
    {
        lock (_faultGate)
        {
            make(_faultsMade + 1);
            Volatile.Write(ref _faultsMade, _faultsMade + 1);
        }
    }

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

            exchange.Begun_UnderGate();
            Changed.Fire_UnderGate();
            if (_hasEnded)
            {
                EndOne(exchange);
            }

            return exchange;
        }
    }

    /// <summary>Ends what is pending: the connections are gone, and whoever still serves one of them is about to notice.</summary>
    public void End()
    {
        lock (Gate)
        {
            _hasEnded = true;
            foreach (LiveExchange exchange in _exchanges)
            {
                EndOne(exchange);
            }
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

    /// <summary>
    /// The messages of WebSockets after one that was seen already, or all that there are; what comes later completes the task.
    /// </summary>
    public (IReadOnlyList<(LiveMessage Message, WebSocketMessage Snapshot)> More, Task Changed) MessagesAfter(LiveMessage? seen)
    {
        lock (Gate)
        {
            return ([.. Messages.After_UnderGate(seen).Select(m => (m, m.Snapshot_UnderGate()))], Messages.Added.Next_UnderGate());
        }
    }

    public WebSocketMessage Describe(LiveMessage message)
    {
        lock (Gate)
        {
            return message.Snapshot_UnderGate();
        }
    }

    public IReadOnlyList<RecordedExchange> Describe(IEnumerable<LiveExchange> exchanges)
    {
        lock (Gate)
        {
            return [.. exchanges.Select(e => e.Snapshot_UnderGate())];
        }
    }

    private static void EndOne(LiveExchange exchange) =>
        exchange.Complete(ExchangeOutcome.Aborted, error: "the session ended before the response was complete");
}
