using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Hosts;

/// <summary>What a session does with the hosts of a pattern, until it is removed. Thread-safe.</summary>
public sealed class HostRule
{
    private readonly ProxyHosts _hosts;

    internal HostRule(ProxyHosts hosts, HostPattern pattern, HostTreatment treatment)
    {
        _hosts = hosts;
        Hosts = pattern;
        Treatment = treatment;
    }

    /// <summary>Gets the hosts: <c>h</c>, <c>h:port</c> or <c>*.h</c>.</summary>
    public string Pattern => Hosts.Text;

    /// <summary>Gets what is done.</summary>
    public HostTreatment Treatment { get; }

    internal HostPattern Hosts { get; }

    /// <summary>Removes the rule; connections that stand already go on.</summary>
    public void Remove() => _hosts.Remove(this);

    /// <summary>Shows pattern and treatment.</summary>
    public override string ToString() => $"{Treatment} {Pattern}";
}
