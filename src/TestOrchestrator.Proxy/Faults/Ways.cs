namespace TestOrchestrator.Proxy.Faults;

/// <summary>The directions in which bytes pass.</summary>
[Flags]
internal enum Ways
{
    None = 0,

    /// <summary>From the client.</summary>
    Upstream = 1,

    /// <summary>To the client.</summary>
    Downstream = 2,
}
