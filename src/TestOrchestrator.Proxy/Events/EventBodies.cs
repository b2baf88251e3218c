namespace TestOrchestrator.Proxy.Events;

/// <summary>How much of bodies and of messages is in events.</summary>
public enum EventBodies
{
    /// <summary>Their lengths.</summary>
    None,

    /// <summary>The first 4 KB (4,096 bytes).</summary>
    Preview,

    /// <summary>All that the session has kept of them.</summary>
    Full,
}
