namespace TestOrchestrator.Nursery.Interception;

/// <summary>Where an attempt to connect is led.</summary>
internal enum Direction
{
    /// <summary>Where it wants to go.</summary>
    Direct,

    /// <summary>To the proxy, which is told where it wanted to go.</summary>
    Proxy,

    /// <summary>To our name server.</summary>
    NameServer,

    /// <summary>Nowhere: as if there were nobody.</summary>
    Nowhere,
}
