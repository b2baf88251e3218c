using System.Collections.Immutable;
using System.Net;
using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Sessions;

/// <summary>What a session is asked to be. Immutable.</summary>
public sealed record ProxySessionOptions
{
    /// <summary>Gets the name of the session, for messages; it is the name of its root scope too.</summary>
    public required string Name { get; init; }

    /// <summary>Gets where to listen.</summary>
    /// <value>
    /// The default is 127.0.0.1 and a free port; port 0 takes a free one. Other than loopback addresses are allowed only with
    /// <see cref="Credentials"/>.
    /// </value>
    public IPEndPoint Endpoint { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>
    /// Gets the session whose port this one shares, instead of listening itself: what is named by <see cref="Credentials"/> is this
    /// session's, else what is named in <c>baggage: to.session=NAME</c>.
    /// </summary>
    /// <value>The default is <see langword="null"/>: a port of its own.</value>
    public ProxySession? SharedWith { get; init; }

    /// <summary>Gets the user and password that clients must give; they are part of <see cref="ProxySession.Address"/>.</summary>
    /// <value>
    /// The default is <see langword="null"/>: none. Where the port is shared, the session that listens must have some, too: many clients
    /// give theirs only when they are asked.
    /// </value>
    public ProxyCredentials? Credentials { get; init; }

    /// <summary>Gets what happens to requests that no mock fits.</summary>
    /// <value>The default is <see cref="UnmatchedRequests.Forward"/>.</value>
    public UnmatchedRequests Unmatched { get; init; } = UnmatchedRequests.Forward;

    /// <summary>
    /// Gets the hosts whose TLS is opened when the session begins: <c>h</c>, <c>h:port</c> or <c>*.h</c>; see <see cref="ProxyHosts"/>.
    /// </summary>
    /// <value>
    /// The default is none, which is all that are not listed elsewhere. With one, the bytes of all that are not listed are relayed unread.
    /// </value>
    public ImmutableArray<string> Intercept { get; init; } = [];

    /// <summary>Gets the hosts whose TLS is not opened when the session begins: <c>h</c>, <c>h:port</c> or <c>*.h</c>.</summary>
    /// <value>The default is none. Their bytes are relayed unread, and no mock can answer for them.</value>
    public ImmutableArray<string> Tunnel { get; init; } = [];

    /// <summary>Gets the hosts that are answered with 403 when the session begins: <c>h</c>, <c>h:port</c> or <c>*.h</c>.</summary>
    /// <value>The default is none.</value>
    public ImmutableArray<string> Block { get; init; } = [];

    /// <summary>Gets the headers whose values are not written to HAR files and events.</summary>
    /// <value>
    /// The default is Authorization, Proxy-Authorization, Cookie and Set-Cookie. Compared without regard to case. Cookie and Set-Cookie
    /// stand for the cookies that are read from them too.
    /// </value>
    public ImmutableArray<string> RedactedHeaders { get; init; } = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"];

    /// <summary>
    /// Gets the parameters of queries and forms, and the members of JSON, whose values are not written to HAR files and events.
    /// </summary>
    /// <value>
    /// The default is what usually holds passwords, tokens and keys. Compared without regard to case, <c>-</c> and <c>_</c>;
    /// of <c>user[password]</c> and <c>user.password</c> the last part counts too.
    /// </value>
    public ImmutableArray<string> RedactedParameters { get; init; } =
    [
        "access_token", "refresh_token", "id_token", "auth_token", "session_token", "csrf_token", "token", "bearer_token",
        "api_key", "api_token", "api_secret", "access_key", "secret_key", "private_key", "subscription_key",
        "password", "passwd", "pwd", "passphrase", "new_password", "old_password", "current_password", "password_confirmation",
        "secret", "client_secret", "client_assertion", "assertion", "code_verifier", "credential", "credentials", "authorization",
    ];

    /// <summary>Gets the codes of problems that may happen, such as <c>TO2301</c>: they are listed, and fail no test.</summary>
    /// <value>The default is none.</value>
    public ImmutableArray<string> IgnoredProblems { get; init; } = [];

    /// <summary>Gets how origins are reached.</summary>
    /// <value>
    /// The default is <see langword="null"/>: as the server reaches them, on connections that are shared with its other sessions.
    /// </value>
    public UpstreamOptions? Upstream { get; init; }

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

        if (!IPAddress.IsLoopback(Endpoint.Address) && Credentials is null)
        {
            yield return $"{nameof(Endpoint)} is {Endpoint}; the proxy hands out what it sees and sends what it is given, so without {nameof(Credentials)} it listens on loopback addresses only (127.0.0.0/8 or ::1).";
        }

        if (Credentials is { } credentials && (string.IsNullOrEmpty(credentials.UserName) || credentials.UserName.Contains(':') || string.IsNullOrEmpty(credentials.Password)))
        {
            yield return $"{nameof(Credentials)} name the user '{credentials.UserName}'; a user is not empty and has no colon, and a password is not empty.";
        }

        if (Credentials is not null && SharedWith is { Options.Credentials: null })
        {
            yield return $"{nameof(Credentials)} are given, and session '{SharedWith.Name}', whose port is shared, has none; many clients give theirs only when they are asked, so it needs some, too.";
        }

        if (SharedWith is { Options.SharedWith: not null })
        {
            yield return $"{nameof(SharedWith)} is session '{SharedWith.Name}', which shares a port itself; name the one that listens.";
        }

        if (RedactedHeaders.IsDefault)
        {
            yield return IsDefault(nameof(RedactedHeaders));
        }

        if (IgnoredProblems.IsDefault || IgnoredProblems.Any(c => !ProblemCode.Is(c)))
        {
            yield return IgnoredProblems.IsDefault ? IsDefault(nameof(IgnoredProblems)) : $"{nameof(IgnoredProblems)} holds '{IgnoredProblems.First(c => !ProblemCode.Is(c))}'; write codes such as 'TO2301'.";
        }

        if (RedactedParameters.IsDefault)
        {
            yield return IsDefault(nameof(RedactedParameters));
        }

        foreach (string problem in ProblemsOf(nameof(Intercept), Intercept).Concat(ProblemsOf(nameof(Tunnel), Tunnel)).Concat(ProblemsOf(nameof(Block), Block)))
        {
            yield return problem;
        }

        foreach (string problem in Upstream?.Problems() ?? [])
        {
            yield return $"{nameof(Upstream)}.{problem}";
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
