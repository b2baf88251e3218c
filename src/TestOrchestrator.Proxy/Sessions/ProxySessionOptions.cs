using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>What a session is asked to be. Immutable.</summary>
public sealed record ProxySessionOptions
{
    /// <summary>Gets the name of the session, for messages; it is the name of its root scope too.</summary>
    public required string Name { get; init; }

    /// <summary>Gets where to listen.</summary>
    /// <value>The default is 127.0.0.1 and a free port. Only loopback addresses are allowed; port 0 takes a free one.</value>
    public IPEndPoint Endpoint { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Gets what happens to requests that no mock fits.</summary>
    /// <value>The default is <see cref="UnmatchedRequests.Forward"/>.</value>
    public UnmatchedRequests Unmatched { get; init; } = UnmatchedRequests.Forward;

    /// <summary>Gets the hosts whose TLS is opened when the session begins: <c>h</c>, <c>h:port</c> or <c>*.h</c>; see <see cref="ProxyHosts"/>.</summary>
    /// <value>The default is none, which is all that are not listed elsewhere. With one, the bytes of all that are not listed are relayed unread.</value>
    public ImmutableArray<string> Intercept { get; init; } = [];

    /// <summary>Gets the hosts whose TLS is not opened when the session begins: <c>h</c>, <c>h:port</c> or <c>*.h</c>.</summary>
    /// <value>The default is none. Their bytes are relayed unread, and no mock can answer for them.</value>
    public ImmutableArray<string> Tunnel { get; init; } = [];

    /// <summary>Gets the hosts that are answered with 403 when the session begins: <c>h</c>, <c>h:port</c> or <c>*.h</c>.</summary>
    /// <value>The default is none.</value>
    public ImmutableArray<string> Block { get; init; } = [];

    /// <summary>Gets the headers whose values are not written to HAR files.</summary>
    /// <value>The default is Authorization, Proxy-Authorization, Cookie and Set-Cookie. Compared without regard to case.</value>
    public ImmutableArray<string> RedactedHeaders { get; init; } = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"];

    /// <summary>Gets how its user adds a mock, as the beginning of an expression; messages recommend it.</summary>
    /// <value>The default is <c>scope.When</c>.</value>
    public string MockHint { get; init; } = "scope.When";

    /// <summary>Gets how its user lets requests through that no mock fits, as the end of a sentence; messages recommend it.</summary>
    /// <value>The default is <c>open the session with UnmatchedRequests.Forward</c>.</value>
    public string ForwardHint { get; init; } = "open the session with UnmatchedRequests.Forward";

    /// <summary>Gets how much is kept and how long is waited.</summary>
    public ProxySessionLimits Limits { get; init; } = new();

    /// <summary>Lists what is wrong, as full sentences; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            yield return $"{nameof(Name)} is empty; messages need a name to speak of.";
        }

        if (!IPAddress.IsLoopback(Endpoint.Address))
        {
            yield return $"{nameof(Endpoint)} is {Endpoint}; the proxy hands out what it sees and sends what it is given, so it listens on loopback addresses only (127.0.0.0/8 or ::1).";
        }

        if (RedactedHeaders.IsDefault)
        {
            yield return IsDefault(nameof(RedactedHeaders));
        }

        foreach (string problem in ProblemsOf(nameof(Intercept), Intercept).Concat(ProblemsOf(nameof(Tunnel), Tunnel)).Concat(ProblemsOf(nameof(Block), Block)))
        {
            yield return problem;
        }

        foreach (string problem in Limits.Problems())
        {
            yield return $"{nameof(Limits)}.{problem}";
        }
    }

    private static IEnumerable<string> ProblemsOf(string name, ImmutableArray<string> hosts)
    {
        if (hosts.IsDefault)
        {
            yield return IsDefault(name);
            yield break;
        }

        foreach (string host in hosts)
        {
            if (HostPattern.Problem(host, out _) is { } problem)
            {
                yield return $"{name} holds '{host}': {problem}. Write 'example.com', 'example.com:8443' or '*.example.com'.";
            }
        }
    }

    private static string IsDefault(string name) => $"{name} is a default ImmutableArray; use [] for none.";
}
