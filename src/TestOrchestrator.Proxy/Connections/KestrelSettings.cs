using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>How Kestrel must be set to be a proxy's HTTP: it changes nothing and limits nothing that an origin might allow.</summary>
internal static class KestrelSettings
{
    private const int HeadersTotal = 256 * 1024;
    private const int OneHeader = 64 * 1024;

    public static KestrelServerOptions Create(Func<ConnectionDelegate, ConnectionDelegate> beforeHttp)
    {
        KestrelServerOptions options = new()
        {
            AddServerHeader = false,

            // A request may name one host and be sent to another.
            AllowHostHeaderOverride = true,

            // HTTP/2 without TLS passes for HTTP/2 with it, see TlsFeatures.
            AllowAlternateSchemes = true,

            // Bytes pass as they are, whatever their sender took them for.
            RequestHeaderEncodingSelector = static _ => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static _ => Encoding.Latin1,
        };
        options.Limits.MaxRequestBodySize = null;

        // A slow client is what some tests are about.
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(10);
        options.Limits.MaxRequestHeadersTotalSize = HeadersTotal;
        options.Limits.MaxRequestHeaderCount = 1000;
        options.Limits.MaxRequestLineSize = OneHeader;
        options.Limits.Http2.MaxRequestHeaderFieldSize = OneHeader;

        // The hub, which is the transport, listens to sessions and never to this address.
        options.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1AndHttp2;
            endpoint.Use(beforeHttp);
        });
        return options;
    }
}
