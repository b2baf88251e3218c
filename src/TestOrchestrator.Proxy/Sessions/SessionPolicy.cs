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

    /// <summary>Whether bytes may be relayed to this host: one that the author listed is no unmatched request, but must be a loopback target where only those are let through.</summary>
    public bool Tunnels(string host, bool isListed) => Forwards(host) || (isListed && options.Unmatched == UnmatchedRequests.Fail);
}
