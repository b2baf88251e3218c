namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>A message of a WebSocket. Immutable.</summary>
public sealed record MessageReport
{
    /// <summary>Gets the number of the exchange that was upgraded to the WebSocket.</summary>
    public required long Exchange { get; init; }

    /// <summary>Gets its number in the exchange, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Gets who sent it: <c>sent</c> by the client, or <c>received</c> by it.</summary>
    public required string Direction { get; init; }

    /// <summary>Gets what it is: <c>text</c>, <c>binary</c>, <c>close</c>, <c>ping</c> or <c>pong</c>.</summary>
    public required string Opcode { get; init; }

    /// <summary>Gets when it was complete, by the clock of the server.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets how long it is, in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Gets how much of it was kept: <c>whole</c>, <c>truncated</c> or <c>dropped</c>.</summary>
    public required string Capture { get; init; }

    /// <summary>Gets the status of a close.</summary>
    /// <value><see langword="null"/> when it gives none, and for other messages.</value>
    public int? CloseStatus { get; init; }

    /// <summary>Gets it as text, or the reason of a close.</summary>
    /// <value><see langword="null"/> for bytes.</value>
    public string? Text { get; init; }

    /// <summary>Gets it as bytes in base64.</summary>
    /// <value><see langword="null"/> for texts and closes.</value>
    public string? Base64 { get; init; }
}
