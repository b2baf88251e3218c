using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Har;

/// <summary>One exchange. Immutable.</summary>
internal sealed record HarEntry
{
    public required DateTimeOffset StartedDateTime { get; init; }

    /// <summary>Gets how long it took, in milliseconds.</summary>
    public required double Time { get; init; }

    /// <summary>Gets what the client sent.</summary>
    public required HarRequest Request { get; init; }

    /// <summary>Gets what the client got; its status is 0 when that is nothing.</summary>
    public required HarResponse Response { get; init; }

    public HarTimings Timings { get; init; } = HarTimings.Unknown;

    /// <summary>Gets the request as it went to the origin (<c>_forwardedRequest</c>).</summary>
    /// <value><see langword="null"/> when it was not changed, or not forwarded.</value>
    public HarRequest? ForwardedRequest { get; init; }

    /// <summary>Gets the response as it came from the origin (<c>_originResponse</c>).</summary>
    /// <value><see langword="null"/> when it was not changed, or none came.</value>
    public HarResponse? OriginResponse { get; init; }

    /// <summary>Gets the messages of a WebSocket (<c>_webSocketMessages</c>, in the form of Chrome).</summary>
    /// <value><see langword="null"/> when the exchange is none.</value>
    public ImmutableArray<HarWebSocketMessage>? WebSocketMessages { get; init; }

    /// <summary>Gets what is known beyond HAR (<c>_to</c>).</summary>
    /// <value><see langword="null"/> in files of others.</value>
    public HarFacts? Facts { get; init; }
}
