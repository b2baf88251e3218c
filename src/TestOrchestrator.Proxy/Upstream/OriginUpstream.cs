using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Proxy.Upstream.Http1;
using TestOrchestrator.Proxy.Upstream.Http2;
using TestOrchestrator.Proxy.Upstream.Origins;

namespace TestOrchestrator.Proxy.Upstream;

/// <summary>Sends requests to their origins: over HTTP/2 where both client and origin speak it, else over HTTP/1.1. Thread-safe.</summary>
internal sealed class OriginUpstream : IUpstream
{
    private readonly Http1Upstream _http1;
    private readonly Http2Upstream _http2;

    public OriginUpstream(UpstreamOptions options, X509Certificate2Collection additionalTrust, TimeProvider clock)
    {
        Connector = new OriginConnector(options, additionalTrust, clock);
        _http1 = new Http1Upstream(Connector, clock);
        _http2 = new Http2Upstream(Connector);
    }

    /// <summary>Gets what opens connections, for those that are relayed unread.</summary>
    public OriginConnector Connector { get; }

    public ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, CancellationToken cancellationToken) =>
        request.PreferHttp2 ? NegotiateAsync(request, cancellationToken) : _http1.SendAsync(request, cancellationToken);

    public void Dispose()
    {
        _http1.Dispose();
        _http2.Dispose();
    }

    private async ValueTask<UpstreamResponse> NegotiateAsync(UpstreamRequest request, CancellationToken cancellationToken) =>
        await _http2.TrySendAsync(request, cancellationToken).ConfigureAwait(false)
        ?? await _http1.SendAsync(request, cancellationToken).ConfigureAwait(false);
}
