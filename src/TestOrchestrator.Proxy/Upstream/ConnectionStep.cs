namespace TestOrchestrator.Proxy.Upstream;

/// <summary>How far a connection to an origin is.</summary>
internal enum ConnectionStep
{
    /// <summary>Nothing has been done yet.</summary>
    Begun,

    /// <summary>TLS is next.</summary>
    Reached,

    /// <summary>Requests can be sent.</summary>
    Opened,
}
