namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>A request with its response, as it is known now. Immutable.</summary>
public sealed record ExchangeReport
{
    /// <summary>Gets its number in the session, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Gets the name of its scope.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets how it was answered, such as <c>mocked</c> or <c>forwarded</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Gets a value indicating whether nothing more will change.</summary>
    public required bool Complete { get; init; }

    /// <summary>Gets the id of the mock that answered.</summary>
    /// <value><see langword="null"/> when none did.</value>
    public string? Mock { get; init; }

    /// <summary>Gets where it was sent instead.</summary>
    /// <value><see langword="null"/> when it was not redirected.</value>
    public string? RedirectedTo { get; init; }

    /// <summary>Gets why it failed or was aborted.</summary>
    /// <value><see langword="null"/> when it was not.</value>
    public string? Error { get; init; }

    /// <summary>Gets when the head of the request had come.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets how long after that the whole request had come, in milliseconds.</summary>
    /// <value><see langword="null"/> while it has not.</value>
    public double? RequestReceivedMs { get; init; }

    /// <summary>Gets how long after that the head of the response was known, in milliseconds.</summary>
    /// <value><see langword="null"/> while it is not.</value>
    public double? ResponseStartedMs { get; init; }

    /// <summary>Gets how long after that it ended, in milliseconds.</summary>
    /// <value><see langword="null"/> while it has not.</value>
    public double? CompletedMs { get; init; }

    /// <summary>Gets what the client sent.</summary>
    public required RequestReport Request { get; init; }

    /// <summary>Gets what the client got.</summary>
    /// <value><see langword="null"/> while it is not known, and for tunnels.</value>
    public ResponseReport? Response { get; init; }

    /// <summary>Gets what was sent to the origin in place of what the client sent.</summary>
    /// <value><see langword="null"/> unless a mock modified the request.</value>
    public RequestReport? ForwardedRequest { get; init; }

    /// <summary>Gets what the origin answered in place of what the client got.</summary>
    /// <value><see langword="null"/> unless a mock modified the response.</value>
    public ResponseReport? OriginResponse { get; init; }

    /// <summary>Gets the faults that hit it.</summary>
    /// <value><see langword="null"/> when none did.</value>
    public IReadOnlyList<FaultHitReport>? Faults { get; init; }

    /// <summary>Gets the messages of a WebSocket, in both directions.</summary>
    /// <value><see langword="null"/> when there are none.</value>
    public IReadOnlyList<MessageReport>? Messages { get; init; }

    /// <summary>Gets what passed unread, for tunnels and upgraded connections.</summary>
    /// <value><see langword="null"/> for all other exchanges.</value>
    public TunnelReport? Tunnel { get; init; }
}
