using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Hosts;

/// <summary>What can be said to clients whose host is blocked.</summary>
internal static class HostExplanations
{
    public static Explanation Blocked(ProxySessionOptions session, string host, int port, HostRule rule) => new(
        "TO2343", $"Session '{session.Name}' blocks '{host}:{port}', by its rule '{rule.Pattern}'. Remove the rule to let it through.");
}
