using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Har;

/// <summary>A response. Immutable.</summary>
internal sealed record HarResponse
{
    /// <summary>Gets the status; 0 is how browsers write that there was no response.</summary>
    public required int Status { get; init; }

    public string StatusText { get; init; } = "";

    public string HttpVersion { get; init; } = "";

    public ImmutableArray<HarCookie> Cookies { get; init; } = [];

    public ImmutableArray<HarPair> Headers { get; init; } = [];

    public HarContent Content { get; init; } = new();

    /// <summary>Gets the headers after the body (<c>_trailers</c>).</summary>
    public ImmutableArray<HarPair> Trailers { get; init; } = [];

    public string RedirectUrl { get; init; } = "";

    /// <summary>Gets the length in bytes, -1 when it is unknown.</summary>
    public long HeadersSize { get; init; } = -1;

    /// <summary>Gets the length in bytes as it was sent, -1 when it is unknown.</summary>
    public long BodySize { get; init; } = -1;

    /// <summary>Gets why there is no response, or not all of it (<c>_error</c>, as Chrome writes it).</summary>
    public string? Error { get; init; }
}
