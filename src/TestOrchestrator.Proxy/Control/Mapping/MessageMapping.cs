using System.Globalization;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Messages of WebSockets as they are shown.</summary>
internal static class MessageMapping
{
    public static WireShape Shown { get; } = new("Message", "A message of a WebSocket.",
    [
        new("number", WireNumber.Integer(0, long.MaxValue), "Its number in the exchange.") { IsRequired = true },
        new("direction", WireText.OneOf("sent", "received"), "Sent by the client, or received by it.") { IsRequired = true },
        new("opcode", WireText.OneOf([.. Enum.GetNames<WebSocketOpcode>().Select(n => n.ToLowerInvariant())]), "What kind it is.") { IsRequired = true },
        new("time", WireText.Any, "When it was complete, ISO 8601.") { IsRequired = true },
        new("length", WireNumber.Integer(0, long.MaxValue), "How long it is, in bytes.") { IsRequired = true },
        new("capture", WireText.OneOf("whole", "truncated", "dropped"), "How much of it was kept.") { IsRequired = true },
        new("close_status", WireNumber.Count, "The status of a close."),
        new("text", WireText.Any, "It as text, or the reason of a close."),
        new("base64", WireText.Any, "It as bytes."),
    ]);

    public static JsonNode Show(WebSocketMessage message, bool withContent)
    {
        JsonObject shown = new()
        {
            ["number"] = message.Number,
            ["direction"] = message.Direction.ToString().ToLowerInvariant(),
            ["opcode"] = message.Opcode.ToString().ToLowerInvariant(),
            ["time"] = message.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["length"] = message.Length,
            ["capture"] = message.Capture.ToString().ToLowerInvariant(),
        };
        if (message.CloseStatus is { } status)
        {
            shown["close_status"] = status;
        }

        if (withContent)
        {
            bool isText = message.Opcode is WebSocketOpcode.Text or WebSocketOpcode.Close;
            shown[isText ? "text" : "base64"] = isText ? message.Text : Convert.ToBase64String(message.Payload.Span);
        }

        return shown;
    }
}
