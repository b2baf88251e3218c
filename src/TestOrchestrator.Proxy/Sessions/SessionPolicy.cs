using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>What a session lets through. Decides by what is written, never by asking a name server. Immutable.</summary>
internal sealed class SessionPolicy(ProxySessionOptions options)
{
    /// <summary>Whether an unmatched request may go to this host.</summary>
    public bool Forwards(string host) => options.Unmatched switch
    {
        UnmatchedRequests.Forward => true,
        UnmatchedRequests.LoopbackOnly => LoopbackName.Is(host),
        UnmatchedRequests.Fail or _ => false,
    };

    /// <summary>
    /// Whether this host may be reached: what the author listed as a tunnel, or wants to be modified, is no unmatched request, but must
    /// have a loopback target where only those are let through.
    /// </summary>
    public bool Reaches(string host, bool isWished) => Forwards(host) || (isWished && options.Unmatched == UnmatchedRequests.Fail);

    /// <summary>Whether bytes may be relayed to this host.</summary>
    public bool Tunnels(string host, bool isListed) => Reaches(host, isWished: isListed);
}
