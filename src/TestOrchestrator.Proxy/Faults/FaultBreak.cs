namespace TestOrchestrator.Proxy.Faults;

/// <summary>How a fault breaks an exchange or tunnel.</summary>
internal enum FaultBreak
{
    /// <summary>Not at all, so far.</summary>
    None,

    /// <summary>The connection is closed as if all had been said; over HTTP/2 the stream is.</summary>
    Close,

    /// <summary>The connection is closed, over HTTP/2 too.</summary>
    CloseConnection,

    /// <summary>The connection is reset; over HTTP/2 the stream is.</summary>
    Reset,

    /// <summary>The connection is reset, over HTTP/2 too.</summary>
    ResetConnection,
}
