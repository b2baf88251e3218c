using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Upstream;

/// <summary>A request to be sent to an origin.</summary>
internal sealed record UpstreamRequest
{
    public required string Method { get; init; }

    /// <summary>
    /// Gets where to connect, and the path and query to send exactly as they are. The Host header may name another host; TLS then asks for
    /// that one.
    /// </summary>
    public required Uri Uri { get; init; }

    /// <summary>Gets what is meant for the origin; nothing that ends at the proxy.</summary>
    public required RecordedHeaders Headers { get; init; }

    /// <summary>Gets the body.</summary>
    /// <value><see langword="null"/> when the request has none.</value>
    public Stream? Body { get; init; }

    /// <summary>Gets what asks for the headers after the body, once that has been read to its end.</summary>
    /// <value><see langword="null"/> when there are none. HTTP/2 does not send them.</value>
    public Func<RecordedHeaders>? Trailers { get; init; }

    /// <summary>Gets who is told of a connection that is opened for the request.</summary>
    /// <value><see langword="null"/> for nobody.</value>
    public IConnectionWitness? Witness { get; init; }

    /// <summary>Gets a value indicating whether to speak HTTP/2 where the origin does.</summary>
    public bool PreferHttp2 { get; init; }
}
