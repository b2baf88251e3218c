using System.Buffers.Binary;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>A message that passed through a WebSocket, put together from its frames and uncompressed. Immutable.</summary>
public sealed record WebSocketMessage
{
    // Enough of a message to recognise it.
    private const int Excerpt = 200;
    private const int StatusLength = 2;

    /// <summary>Gets the number of the exchange that was upgraded to the WebSocket.</summary>
    public required long Exchange { get; init; }

    /// <summary>
    /// Gets the number of the message in its WebSocket, from 1 in the order in which messages were complete, both directions together.
    /// </summary>
    public required long Number { get; init; }

    /// <summary>Gets who sent it.</summary>
    public required MessageDirection Direction { get; init; }

    /// <summary>Gets what it is.</summary>
    public required WebSocketOpcode Opcode { get; init; }

    /// <summary>Gets when it was complete, by the clock of the server.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets what was kept of it; a text in UTF-8. That of a close begins with its status in two bytes.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Gets how long it is in bytes, uncompressed, kept or not.</summary>
    public required long Length { get; init; }

    /// <summary>Gets how much of it was kept.</summary>
    public required BodyCapture Capture { get; init; }

    /// <summary>Gets the payload as text in UTF-8, of a close the reason that it gives.</summary>
    public string Text => Encoding.UTF8.GetString(Opcode == WebSocketOpcode.Close && Payload.Length >= StatusLength ? Payload.Span[StatusLength..] : Payload.Span);

    /// <summary>Gets the status of a close, such as 1000; see RFC 6455, section 7.4.</summary>
    /// <value><see langword="null"/> when it gives none, and for other messages.</value>
    public int? CloseStatus => Opcode == WebSocketOpcode.Close && Payload.Length >= StatusLength ? BinaryPrimitives.ReadUInt16BigEndian(Payload.Span) : null;

    /// <summary>Shows number, direction, kind and the beginning of the payload.</summary>
    public override string ToString() => $"#{Exchange}.{Number} {(Direction == MessageDirection.Sent ? "sent" : "received")} {Content()}";

    private string Content() => Opcode switch
    {
        WebSocketOpcode.Text when Capture != BodyCapture.Dropped => $"text: {Shortened(Text)}",
        WebSocketOpcode.Close => $"close {CloseStatus} {Text}".TrimEnd(),
        _ => $"{Opcode.ToString().ToLowerInvariant()}, {Length} bytes",
    };

    private static string Shortened(string text) => text.Length <= Excerpt ? text : $"{text[..Excerpt]}…";
}
