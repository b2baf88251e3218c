using System.Collections.Immutable;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Upstream.Origins;

/// <summary>What belongs to a host, by patterns; the most specific one counts. Immutable.</summary>
internal sealed class HostMap<T>
    where T : class
{
    // A host before its wildcard, a longer one before a shorter one, one with a port before one without.
    private readonly ImmutableArray<(HostPattern Pattern, T Value)> _mostSpecificFirst;

    public HostMap(IEnumerable<KeyValuePair<string, T>> entries) => _mostSpecificFirst =
    [
        .. entries
            .Select(e => (Pattern: HostPattern.Parse(e.Key), e.Value))
            .OrderBy(e => e.Pattern.Subdomains).ThenByDescending(e => e.Pattern.Host.Length).ThenBy(e => e.Pattern.Port is null),
    ];

    public T? Find(string host, int port)
    {
        foreach ((HostPattern pattern, T value) in _mostSpecificFirst)
        {
            if (pattern.Fits(host, port))
            {
                return value;
            }
        }

        return null;
    }
}
