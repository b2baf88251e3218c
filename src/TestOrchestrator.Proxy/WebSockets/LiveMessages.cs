using TestOrchestrator.Proxy.Events;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>The messages of one WebSocket, those that are kept. Thread-safe.</summary>
internal sealed class LiveMessages(LiveExchange exchange, ExchangeLog log)
{
    private readonly Queue<LiveMessage> _kept = new();
    private long _lastNumber;
    private WebSocketMessage[]? _snapshot;

    /// <summary>More of a message that is not complete yet.</summary>
    public void Append(LiveMessage message, ReadOnlySpan<byte> passed) => exchange.AppendMessage(message, passed);

    /// <summary>A message is complete.</summary>
    public void Add(LiveMessage message)
    {
        lock (log.Gate)
        {
            if (exchange.IsForgotten_UnderGate || exchange.IsComplete_UnderGate)
            {
                log.Budget.Drop_UnderGate(message.Payload);
                return;
            }

            message.Number_UnderGate = ++_lastNumber;
            message.Time_UnderGate = log.Clock.GetUtcNow();
            _kept.Enqueue(message);
            _snapshot = null;
            log.Events.Add(ProxyEventKind.WsMessage, exchange.Scope, exchange.Number, new MessageDetails(log, message));
            log.Messages.Add_UnderGate(message);
        }
    }

    /// <summary>A message has begun that will not be complete.</summary>
    public void Abandon(LiveMessage message)
    {
        lock (log.Gate)
        {
            log.Budget.Drop_UnderGate(message.Payload);
        }
    }

    public void ForgetFirst_UnderGate() => _kept.Dequeue();

    /// <summary>Something about a message has changed: the next snapshot must say so.</summary>
    public void Changed_UnderGate() => _snapshot = null;

    public IReadOnlyList<WebSocketMessage> Snapshot_UnderGate() => _snapshot ??= [.. _kept.Select(m => m.Snapshot_UnderGate())];
}
