using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Control.Wire;
using TestOrchestrator.Proxy.JsonPaths;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Control.Mapping;

/// <summary>Messages of WebSockets as they are shown.</summary>
internal static class MessageMapping
{
    private static readonly WireText s_direction = WireText.OneOf("sent", "received");
    private static readonly WireText s_opcode = WireText.OneOf([.. Enum.GetNames<WebSocketOpcode>().Select(n => n.ToLowerInvariant())]);

    /// <summary>Gets which messages may be asked for.</summary>
    public static WireShape Shape { get; } = new("MessagePredicates", "Which message is meant: the first that fits all that is said.",
    [
        new("direction", s_direction, "Sent by the client, or received by it."),
        new("opcode", s_opcode, "What kind it is."),
        new("text", WireText.Any, "Its whole text, or the reason of a close."),
        new("contains", WireText.Any, "A part of its text, compared by characters."),
        new("json_params", new WireMap(WireAny.Json), "JSONPaths (RFC 9535) with the value that one of the selected ones must equal; '*' asks only that there is one, null is the literal null."),
        new("close_status", WireNumber.Count, "The status of a close."),
    ]);

    public static WireShape Shown { get; } = new("Message", "A message of a WebSocket.",
    [
        new("exchange", WireNumber.Integer(0, long.MaxValue), "The number of the exchange that was upgraded to the WebSocket.") { IsRequired = true },
        new("number", WireNumber.Integer(0, long.MaxValue), "Its number in the exchange.") { IsRequired = true },
        new("direction", s_direction, "Sent by the client, or received by it.") { IsRequired = true },
        new("opcode", s_opcode, "What kind it is.") { IsRequired = true },
        new("time", WireText.Any, "When it was complete, ISO 8601.") { IsRequired = true },
        new("length", WireNumber.Integer(0, long.MaxValue), "How long it is, in bytes.") { IsRequired = true },
        new("capture", WireText.OneOf("whole", "truncated", "dropped"), "How much of it was kept.") { IsRequired = true },
        new("close_status", WireNumber.Count, "The status of a close."),
        new("text", WireText.Any, "It as text, or the reason of a close."),
        new("base64", WireText.Any, "It as bytes."),
    ]);

    public static JsonObject Show(WebSocketMessage message, bool withContent)
    {
        JsonObject shown = new()
        {
            ["exchange"] = message.Exchange,
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
            bool isText = HasText(message);
            shown[isText ? "text" : "base64"] = isText ? message.Text : Convert.ToBase64String(message.Payload.Span);
        }

        return shown;
    }

    /// <summary>Whether a message fits all that is said.</summary>
    /// <exception cref="ControlException">A path cannot be read.</exception>
    public static Func<WebSocketMessage, bool> Read(WireObject? predicates)
    {
        if (predicates is not { } said)
        {
            return _ => true;
        }

        List<Func<WebSocketMessage, bool>> parts = [];
        Add("direction", direction => m => m.Direction.ToString().Equals(direction, StringComparison.OrdinalIgnoreCase));
        Add("opcode", opcode => m => m.Opcode.ToString().Equals(opcode, StringComparison.OrdinalIgnoreCase));
        Add("text", text => m => HasText(m) && m.Text == text);
        Add("contains", text => m => HasText(m) && m.Text.Contains(text, StringComparison.Ordinal));
        if (said.Integer("close_status") is { } status)
        {
            parts.Add(m => m.CloseStatus == status);
        }

        foreach ((string path, JsonElement value, string field) in said.Entries("json_params"))
        {
            JsonPath selects = WireObject.At(field, value, () => JsonPath.Parse(path));
            JsonExpectation? wanted = value.ValueKind == JsonValueKind.String && value.ValueEquals("*") ? null : JsonExpectation.Of(value);
            parts.Add(m => m.Opcode is WebSocketOpcode.Text or WebSocketOpcode.Binary
                && JsonReading.TryRead(m.Payload.Span, out JsonNode? root, out _)
                && selects.Select(root).Any(n => wanted is null || wanted.IsEqualTo(n.Node)));
        }

        return message => parts.TrueForAll(p => p(message));

        void Add(string member, Func<string, Func<WebSocketMessage, bool>> part)
        {
            if (said.Text(member) is { } text)
            {
                parts.Add(part(text));
            }
        }
    }

    private static bool HasText(WebSocketMessage message) => message.Opcode is WebSocketOpcode.Text or WebSocketOpcode.Close;
}
