using System.Text.Json;

namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>Which message of a WebSocket is meant: the first that fits all that is said. Immutable.</summary>
public sealed record MessagePredicates
{
    /// <summary>Gets who sent it: <c>sent</c> by the client, or <c>received</c> by it.</summary>
    public string? Direction { get; init; }

    /// <summary>Gets what it is: <c>text</c>, <c>binary</c>, <c>close</c>, <c>ping</c> or <c>pong</c>.</summary>
    public string? Opcode { get; init; }

    /// <summary>Gets its whole text, or the reason of a close.</summary>
    public string? Text { get; init; }

    /// <summary>Gets a part of its text, compared by characters.</summary>
    public string? Contains { get; init; }

    /// <summary>
    /// Gets JSONPaths (RFC 9535) with the value that one of the selected ones must equal; the text <c>*</c> asks only that there is one.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement>? JsonParams { get; init; }

    /// <summary>Gets the status of a close, such as 1000.</summary>
    public int? CloseStatus { get; init; }
}
