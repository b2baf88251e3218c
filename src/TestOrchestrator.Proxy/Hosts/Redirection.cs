using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Hosts;

/// <summary>Sends what is meant for the hosts of a pattern somewhere else, until it is removed or its scope ends. Thread-safe.</summary>
public sealed class Redirection
{
    private readonly ProxyScope _scope;

    internal Redirection(ProxyScope scope, HostPattern from, RedirectTarget to, bool preserveHost)
    {
        _scope = scope;
        Hosts = from;
        Target = to;
        PreservesHost = preserveHost;
    }

    /// <summary>Gets the hosts: <c>h</c>, <c>h:port</c> or <c>*.h</c>.</summary>
    public string From => Hosts.Text;

    /// <summary>Gets where their requests go: <c>[scheme://]host[:port]</c>.</summary>
    public string To => Target.ToString();

    /// <summary>
    /// Gets a value indicating whether the Host header, and with it the name that TLS asks for, stays what the client sent.
    /// </summary>
    public bool PreservesHost { get; }

    internal HostPattern Hosts { get; }

    internal RedirectTarget Target { get; }

    /// <summary>Removes the redirection; requests on their way go on.</summary>
    public void Remove() => _scope.Tree.Remove(_scope.Node, this);

    /// <summary>Shows from where to where.</summary>
    public override string ToString() => $"{From} -> {To}";

    /// <summary>
    /// The redirection for a host: of the innermost scope that has one, the one with the longest pattern, then the most recently added one.
    /// </summary>
    internal static Redirection? For(ScopeNode scope, string host, int port)
    {
        for (ScopeNode? at = scope; at is not null; at = at.Parent)
        {
            Redirection? best = null;
            foreach (Redirection candidate in at.Redirections)
            {
                if (candidate.Hosts.Fits(host, port) && (best is null || candidate.From.Length >= best.From.Length))
                {
                    best = candidate;
                }
            }

            if (best is not null)
            {
                return best;
            }
        }

        return null;
    }
}
