namespace TestOrchestrator.Proxy.Connections;

/// <summary>How a look ahead ended.</summary>
internal enum PeekEnd
{
    /// <summary>The reader could tell.</summary>
    Told,

    /// <summary>The client closed its side before.</summary>
    Closed,

    /// <summary>As many bytes came as are allowed, and still it could not tell.</summary>
    TooLong,

    /// <summary>Time was up.</summary>
    TimedOut,
}
