using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Har;

/// <summary>A request. Immutable.</summary>
internal sealed record HarRequest
{
    public required string Method { get; init; }

    public required string Url { get; init; }

    public string HttpVersion { get; init; } = "";

    public ImmutableArray<HarCookie> Cookies { get; init; } = [];

    public ImmutableArray<HarPair> Headers { get; init; } = [];

    public ImmutableArray<HarPair> QueryString { get; init; } = [];

    public HarPostData? PostData { get; init; }

    /// <summary>Gets the headers after the body (<c>_trailers</c>).</summary>
    public ImmutableArray<HarPair> Trailers { get; init; } = [];

    /// <summary>Gets the length in bytes, -1 when it is unknown.</summary>
    public long HeadersSize { get; init; } = -1;

    /// <summary>Gets the length in bytes as it was sent, -1 when it is unknown.</summary>
    public long BodySize { get; init; } = -1;
}
