using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Events;

/// <summary>A message of a WebSocket. Thread-safe.</summary>
internal sealed class MessageDetails(ExchangeLog log, LiveMessage message) : IEventDetails
{
    public void AddTo(JsonObject data, EventReading reading)
    {
        WebSocketMessage recorded = log.Describe(message);
        data["message"] = recorded.Number;
        data["direction"] = recorded.Direction.ToString().ToLowerInvariant();
        data["opcode"] = recorded.Opcode.ToString().ToLowerInvariant();
        if (recorded.CloseStatus is { } status)
        {
            data["closeStatus"] = status;
        }

        EventBody.AddTo(data, recorded.Length, recorded.Capture, () => reading.Secrets.Message(recorded), reading.Bodies);
    }
}
