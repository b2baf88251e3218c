using System.Collections.Immutable;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Hosts;

/// <summary>Which hosts a session opens the TLS of, relays unread, or blocks; it can be changed while the session runs.</summary>
/// <remarks>
/// Thread-safe. Blocking goes before tunneling, tunneling before intercepting. As long as no host is listed to be intercepted, all are; as
/// soon as one is, those that are not listed are tunneled. Hosts go by what a client says in CONNECT, and by the server name in its TLS
/// where that differs. New connections go by what is in effect when they begin; a blocked host is refused for requests on connections that
/// stand, too.
/// </remarks>
public sealed class ProxyHosts
{
    private ImmutableArray<HostRule> _rules;

    internal ProxyHosts(IEnumerable<string> intercepted, IEnumerable<string> tunneled, IEnumerable<string> blocked) => _rules =
    [
        .. intercepted.Select(h => Rule(h, HostTreatment.Intercept)),
        .. tunneled.Select(h => Rule(h, HostTreatment.Tunnel)),
        .. blocked.Select(h => Rule(h, HostTreatment.Block)),
    ];

    /// <summary>Gets the rules in effect, in the order in which they were added.</summary>
    public IReadOnlyList<HostRule> Rules => _rules;

    /// <summary>Has the TLS of hosts opened; what is not listed so is tunneled from now on.</summary>
    /// <param name="pattern"><c>h</c>, <c>h:port</c> or <c>*.h</c>.</param>
    /// <exception cref="ProxyException">TO2102: the text is not a host pattern.</exception>
    public HostRule Intercept(string pattern) => Add(pattern, HostTreatment.Intercept);

    /// <summary>Has the bytes of hosts relayed unread, so that no mock answers for them.</summary>
    /// <param name="pattern"><c>h</c>, <c>h:port</c> or <c>*.h</c>.</param>
    /// <exception cref="ProxyException">TO2102: the text is not a host pattern.</exception>
    public HostRule Tunnel(string pattern) => Add(pattern, HostTreatment.Tunnel);

    /// <summary>Has connections to hosts, and requests to them, answered with 403.</summary>
    /// <param name="pattern"><c>h</c>, <c>h:port</c> or <c>*.h</c>.</param>
    /// <exception cref="ProxyException">TO2102: the text is not a host pattern.</exception>
    public HostRule Block(string pattern) => Add(pattern, HostTreatment.Block);

    /// <summary>Has connections to hosts, and requests to them, reset.</summary>
    /// <param name="pattern"><c>h</c>, <c>h:port</c> or <c>*.h</c>.</param>
    /// <exception cref="ProxyException">TO2102: the text is not a host pattern.</exception>
    public HostRule Reset(string pattern) => Add(pattern, HostTreatment.Reset);

    internal void Remove(HostRule rule) => ImmutableInterlocked.Update(ref _rules, (rules, r) => rules.Remove(r), rule);

    /// <summary>What is done with a host, and the rule that says so.</summary>
    internal (HostTreatment Treatment, HostRule? Rule) Of(string host, int port)
    {
        ImmutableArray<HostRule> rules = _rules;
        if (rules.IsEmpty || !HostText.TryNormalize(host, out string? normalized))
        {
            return (HostTreatment.Intercept, null);
        }

        HostRule? first = rules.Where(r => r.Hosts.Fits(normalized, port)).OrderByDescending(r => r.Treatment).FirstOrDefault();
        return first is not null ? (first.Treatment, first)
            : (rules.Any(r => r.Treatment == HostTreatment.Intercept) ? HostTreatment.Tunnel : HostTreatment.Intercept, null);
    }

    private HostRule Add(string pattern, HostTreatment treatment)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        HostRule rule = Rule(pattern, treatment);
        ImmutableInterlocked.Update(ref _rules, (rules, r) => rules.Add(r), rule);
        return rule;
    }

    private HostRule Rule(string pattern, HostTreatment treatment) => new(this, HostPattern.Parse(pattern), treatment);
}
