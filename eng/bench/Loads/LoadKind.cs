namespace Bench.Loads;

/// <summary>What the load client can be told to do.</summary>
internal enum LoadKind
{
    /// <summary>Requests on connections that are kept, for a while.</summary>
    KeepAlive,

    /// <summary>One request on each connection, with a complete TLS handshake.</summary>
    Fresh,

    /// <summary>One request on each connection, with the TLS session of the one before.</summary>
    Resumed,

    /// <summary>One request, tried until it is answered.</summary>
    Once,

    /// <summary>A large body, several times, by HTTP/1.1.</summary>
    Download,

    /// <summary>A large body, several times, by HTTP/2.</summary>
    DownloadHttp2,

    /// <summary>Many connections at the same time.</summary>
    Crowd,
}
