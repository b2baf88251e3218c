using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.WebSockets;

/// <summary>
/// What client and origin agreed on beyond plain frames: compression (RFC 7692), or something that is not known here. Immutable.
/// </summary>
internal sealed record WebSocketExtensions
{
    private const string HeaderName = "Sec-WebSocket-Extensions";

    /// <summary>Gets what was agreed on and is not known, so that nothing can be read.</summary>
    public string? Unknown { get; private init; }

    public bool IsDeflated { get; private init; }

    public bool KeepsClientContext { get; private init; } = true;

    public bool KeepsServerContext { get; private init; } = true;

    /// <summary>Reads what the origin accepted.</summary>
    public static WebSocketExtensions Read(RecordedHeaders response)
    {
        // permessage-deflate; server_no_context_takeover; client_max_window_bits=12, another-extension
        string[] accepted = response[HeaderName]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        WebSocketExtensions read = new();
        foreach (string extension in accepted)
        {
            string[] parts = extension.Split(';', StringSplitOptions.TrimEntries);
            if (!parts[0].Equals("permessage-deflate", StringComparison.OrdinalIgnoreCase) || read.IsDeflated)
            {
                return new WebSocketExtensions { Unknown = extension };
            }

            // The sizes of windows do not matter: the decoder has the largest one.
            read = new WebSocketExtensions
            {
                IsDeflated = true,
                KeepsClientContext = !parts.Contains("client_no_context_takeover", StringComparer.OrdinalIgnoreCase),
                KeepsServerContext = !parts.Contains("server_no_context_takeover", StringComparer.OrdinalIgnoreCase),
            };
        }

        return read;
    }
}
