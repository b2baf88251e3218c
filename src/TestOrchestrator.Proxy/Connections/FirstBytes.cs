namespace TestOrchestrator.Proxy.Connections;

/// <summary>What a client speaks, as far as its first bytes tell.</summary>
internal enum FirstBytes
{
    /// <summary>An HTTP/1 request.</summary>
    Http,

    /// <summary>The connection preface of HTTP/2.</summary>
    Http2,

    /// <summary>An HTTP/1 CONNECT request.</summary>
    Connect,

    /// <summary>A TLS handshake.</summary>
    Tls,

    /// <summary>A SOCKS 5 greeting.</summary>
    Socks,

    /// <summary>Something else.</summary>
    Other,
}
