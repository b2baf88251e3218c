using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Events;

/// <summary>What passed through a tunnel or WebSocket that has ended, or did not come to be. Thread-safe.</summary>
internal sealed class RelayDetails(ExchangeLog log, LiveExchange exchange) : IEventDetails
{
    public void AddTo(JsonObject data, EventReading reading)
    {
        RecordedExchange recorded = log.Describe([exchange])[0];
        data["outcome"] = recorded.Outcome.ToString().ToLowerInvariant();
        data["milliseconds"] = recorded.Timings.Completed?.TotalMilliseconds;
        if (recorded.Error is { } error)
        {
            data["error"] = reading.Secrets.Text(error);
        }

        if (recorded.Tunnel is { } tunnel)
        {
            data["bytesSent"] = tunnel.BytesSent;
            data["bytesReceived"] = tunnel.BytesReceived;
        }

        if (recorded.Messages.FirstOrDefault(m => m.Opcode == WebSocketOpcode.Close) is { } close)
        {
            data["closedBy"] = close.Direction == MessageDirection.Sent ? "client" : "origin";
            data["closeStatus"] = close.CloseStatus;
            data["closeReason"] = reading.Secrets.Text(close.Text);
        }
    }
}
