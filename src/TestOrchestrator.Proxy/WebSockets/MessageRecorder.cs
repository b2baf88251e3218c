using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>Records what one direction says. Not thread-safe.</summary>
internal sealed class MessageRecorder(LiveExchange exchange, LiveMessages messages, MessageDirection direction) : IMessageSink
{
    private LiveMessage? _current;

    public void Begin(WebSocketOpcode opcode) => _current = new LiveMessage(exchange, messages, direction, opcode);

    public void Append(ReadOnlySpan<byte> payload)
    {
        if (_current is not null)
        {
            messages.Append(_current, payload);
        }
    }

    public void End()
    {
        if (_current is not null)
        {
            messages.Add(_current);
            _current = null;
        }
    }

    public void Control(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        LiveMessage message = new(exchange, messages, direction, opcode);
        messages.Append(message, payload);
        messages.Add(message);
    }

    /// <summary>The conversation has ended; a message that has not is nobody's any more.</summary>
    public void Abandon()
    {
        if (_current is not null)
        {
            messages.Abandon(_current);
            _current = null;
        }
    }
}
