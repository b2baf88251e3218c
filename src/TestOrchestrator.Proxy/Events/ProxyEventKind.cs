namespace TestOrchestrator.Proxy.Events;

/// <summary>What happened. In JSON the names are written in lower case, their words joined by <c>-</c>: <c>tls-client-failed</c>.</summary>
public enum ProxyEventKind
{
    /// <summary>A client asked to be connected to a host, by CONNECT.</summary>
    Connect,

    /// <summary>A client's TLS was opened.</summary>
    Tls,

    /// <summary>A client's TLS could not be opened: it refused the certificate, or the handshake did not end.</summary>
    TlsClientFailed,

    /// <summary>The head of a request came.</summary>
    Request,

    /// <summary>A mock takes a request on.</summary>
    Mock,

    /// <summary>A request goes to another host than it names.</summary>
    Redirect,

    /// <summary>A network condition that a test asked for acts.</summary>
    Fault,

    /// <summary>An exchange ended, or, with <c>complete</c> false, the head of a response came that has no end to wait for.</summary>
    Response,

    /// <summary>A request was upgraded to a WebSocket.</summary>
    WsOpen,

    /// <summary>A message passed through a WebSocket.</summary>
    WsMessage,

    /// <summary>A WebSocket ended.</summary>
    WsClose,

    /// <summary>Bytes are relayed unread from here on.</summary>
    TunnelOpen,

    /// <summary>A tunnel ended, or did not come to be.</summary>
    TunnelClose,

    /// <summary>A request that was to be answered from a recording is not in it.</summary>
    ReplayMiss,

    /// <summary>Something that a test should hear of although the proxy went on.</summary>
    Problem,

    /// <summary>Events are missing here: they are no longer kept, because they are too many or the reader is slow.</summary>
    Gap,
}
