using TestOrchestrator.Proxy.Exchanges;

namespace TestOrchestrator.Proxy.Upstream;

/// <summary>The answer of an origin, whose body is still to be read. Not thread-safe.</summary>
internal abstract class UpstreamResponse : IAsyncDisposable
{
    public required ResponseHead Head { get; init; }

    /// <summary>Gets the length of the body in bytes.</summary>
    /// <value><see langword="null"/> when it is known only at its end.</value>
    public long? Length { get; init; }

    /// <summary>Gets the sending of the request, which may go on when the response is complete; it never fails.</summary>
    public virtual Task RequestSent => Task.CompletedTask;

    /// <summary>Opens the body; after a switch of protocols it is the connection itself, in both directions.</summary>
    public abstract ValueTask<Stream> OpenAsync(CancellationToken cancellationToken);

    /// <summary>The headers after the body; known when the body has been read to its end.</summary>
    public abstract RecordedHeaders Trailers();

    /// <summary>Ends the exchange with the origin. The body of the request is not read after this has completed.</summary>
    public abstract ValueTask DisposeAsync();
}
