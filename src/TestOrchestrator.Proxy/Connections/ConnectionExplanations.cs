using TestOrchestrator.Proxy.Hosts;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.Upstream;

namespace TestOrchestrator.Proxy.Connections;

/// <summary>What can be said about connections that are not served as their clients wish.</summary>
internal static class ConnectionExplanations
{
    public static Explanation TunnelRefused(ProxySessionOptions session, ConnectTarget target, string reason)
    {
        bool isLoopbackOnly = session.Unmatched == UnmatchedRequests.LoopbackOnly;
        string letThrough = isLoopbackOnly ? "loopback targets only" : "nothing that is not mocked or listed in Tunnel";
        string orList = isLoopbackOnly ? "" : " or list the host in Tunnel";
        return new Explanation("TO2302", $"""
            A tunnel to '{target.Host}:{target.Port}' was refused: session '{session.Name}' lets through {letThrough} (UnmatchedRequests.{session.Unmatched}).
            It would be a tunnel because {reason}.
            To let it through, open the session with UnmatchedRequests.Forward{orList}.
            """);
    }

    public static string WhyTunneled(string what, HostRule? rule) => rule is null
        ? $"{what} is not among those listed in Intercept"
        : $"{what} is listed in Tunnel";

    public static Explanation CertificateRefused(ProxySessionOptions session, string host, string reason, string authorityPath) => new("TO2303", $"""
        A client of session '{session.Name}' did not accept the certificate for '{host}': {reason}.
        Most clients that do so do not trust the proxy's authority, {authorityPath}. Start the client with the variables of ProxyEnvironment,
        give it that certificate in its own way, or list '{host}' in the session's Tunnel so that its TLS is not opened.
        """);

    public static Explanation NotHttpWithinTls(ProxySessionOptions session, ConnectTarget target) => new(
        "TO2304",
        $"A client of session '{session.Name}' speaks TLS with '{target.Host}:{target.Port}', but not HTTP in it, so it was refused. "
        + "List the host in the session's Tunnel to relay it unread.");

    public static Explanation Unreachable(ConnectTarget target, UpstreamException failed) => new(
        failed.Code ?? "TO2309", $"'{target.Host}:{target.Port}' could not be reached: {(failed.Code is null ? failed.InnerException?.Message : null) ?? failed.Message}");

    public static Explanation CredentialsWanted(ProxySession session) => new(
        "TO2344", $"The proxy at {session.Endpoint} wants credentials, and those given are missing or wrong. Give its clients the session's address, which has user and password in it.");

    public static Explanation UnknownSession(ProxySession session, string named) => new(
        "TO2345", $"A client named {named}, and there is no such session at {session.Endpoint}; its requests are those of session '{session.Name}'.");

    public static Explanation SocksRefused(ProxySessionOptions session, string problem) => new("TO2430", $"A SOCKS 5 client of session '{session.Name}' was refused: {problem}.");

    public static Explanation BadConnect(string problem) => new("TO2305", $"{problem}.");
}
