namespace TestOrchestrator.Proxy.Sessions;

/// <summary>What happens to a request that no mock fits.</summary>
public enum UnmatchedRequests
{
    /// <summary>It goes to its origin.</summary>
    Forward,

    /// <summary>It is answered with 502 and an explanation, and is a problem of its scope.</summary>
    Fail,

    /// <summary>
    /// It goes to its origin when that is a loopback address, <c>localhost</c> or a name under it; else as <see cref="Fail"/>. No name is
    /// looked up to decide.
    /// </summary>
    LoopbackOnly,
}
