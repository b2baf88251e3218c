namespace TestOrchestrator.Proxy.Upstream;

/// <summary>Sends requests to their origins. Thread-safe.</summary>
internal interface IUpstream : IDisposable
{
    /// <summary>Sends a request, whose body goes on streaming after this has returned.</summary>
    /// <returns>The response as soon as its head is known.</returns>
    /// <exception cref="UpstreamException">The origin could not be reached, or did not answer properly.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, CancellationToken cancellationToken);
}
