using System.Collections.Immutable;
using TestOrchestrator.Proxy.Faults;
using TestOrchestrator.Proxy.Mocks;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>One request with its response, as it was known at the moment it was asked for. Immutable.</summary>
public sealed record RecordedExchange
{
    /// <summary>Gets the number of the exchange in its session, from 1 in the order in which requests came.</summary>
    public required long Number { get; init; }

    /// <summary>Gets the name of the scope to which the exchange belongs.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets what the client sent.</summary>
    public required RecordedRequest Request { get; init; }

    /// <summary>Gets what the client got.</summary>
    /// <value><see langword="null"/> while the head of the response is not known, and for tunnels.</value>
    public RecordedResponse? Response { get; init; }

    /// <summary>Gets what was sent to the origin in place of what the client sent.</summary>
    /// <value><see langword="null"/> unless a mock modified the request.</value>
    public RecordedRequest? ForwardedRequest { get; init; }

    /// <summary>Gets what the origin answered in place of what the client got.</summary>
    /// <value>
    /// <see langword="null"/> unless a mock modified the response. The body is empty when the client was given a status that has none.
    /// </value>
    public RecordedResponse? OriginResponse { get; init; }

    /// <summary>Gets how the exchange was answered.</summary>
    public required ExchangeOutcome Outcome { get; init; }

    /// <summary>Gets the mock that answered, or that was to modify what was forwarded.</summary>
    /// <value><see langword="null"/> when none did.</value>
    public Mock? Mock { get; init; }

    /// <summary>Gets where the request was sent instead.</summary>
    /// <value>Scheme, host and port of the target; <see langword="null"/> when it was not redirected.</value>
    public Uri? RedirectedTo { get; init; }

    /// <summary>Gets why the exchange failed or was aborted.</summary>
    /// <value><see langword="null"/> when it was not.</value>
    public string? Error { get; init; }

    /// <summary>Gets what passed unread.</summary>
    /// <value><see langword="null"/> unless the exchange is a tunnel or was upgraded.</value>
    public RecordedTunnel? Tunnel { get; init; }

    /// <summary>Gets what faults did to it, in the order in which they began to.</summary>
    /// <value>Empty when they did nothing.</value>
    public ImmutableArray<RecordedFault> Faults { get; init; } = [];

    /// <summary>Gets the messages of a WebSocket, both directions, in the order in which they were complete.</summary>
    /// <value>
    /// Empty for all other exchanges. The session keeps the newest ones, see <see cref="Sessions.ProxySessionLimits.MaxMessages"/>.
    /// </value>
    public IReadOnlyList<WebSocketMessage> Messages { get; init; } = [];

    /// <summary>Gets when what happened.</summary>
    public required ExchangeTimings Timings { get; init; }

    /// <summary>Gets a value indicating whether nothing more will change: the last byte has been recorded.</summary>
    public bool IsComplete => Timings.Completed is not null;

    /// <summary>Shows number, request and how it was answered.</summary>
    public override string ToString() => $"#{Number} {Request} -> {Answer()}";

    private string Answer() => Outcome switch
    {
        ExchangeOutcome.Pending => Response is null ? "not answered yet" : $"{Response.Status} (not complete yet)",
        ExchangeOutcome.Mocked => $"{Response} (mocked)",
        ExchangeOutcome.Forwarded when ForwardedRequest is not null || OriginResponse is not null => $"{Response} (forwarded, modified)",
        ExchangeOutcome.Forwarded => $"{Response} (forwarded)",
        ExchangeOutcome.Unmatched when Mock is not null => "refused (its origin is not let through)",
        ExchangeOutcome.Unmatched => "refused (no mock fits)",
        ExchangeOutcome.Tunneled => "tunnel",
        ExchangeOutcome.Replayed => $"{Response} (replayed)",
        ExchangeOutcome.Blocked => "blocked",
        ExchangeOutcome.Failed => $"failed: {Error}",
        ExchangeOutcome.Faulted => $"broken: {Error}",
        ExchangeOutcome.Aborted or _ => $"aborted: {Error}",
    };
}
