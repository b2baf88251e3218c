using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>Where the bytes of a tunnel go, and whether they may. Immutable.</summary>
internal readonly record struct TunnelRoute(string Host, int Port, bool IsRedirected, bool IsAllowed)
{
    /// <summary>The route of a tunnel; one to a host that its author listed is no unmatched request.</summary>
    public static TunnelRoute Of(ProxySession session, ScopeNode scope, ConnectTarget target, bool isListed) =>
        Redirection.For(scope, target.Host, target.Port) is { Target: { } instead }
            ? new(instead.Host, instead.PortInsteadOf(target.Port), IsRedirected: true, IsAllowed: true)
            : new(target.Host, target.Port, IsRedirected: false, session.Policy.Tunnels(target.Host, isListed));
}
