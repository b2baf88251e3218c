namespace TestOrchestrator.Proxy.Upstream;

/// <summary>Why origins cannot be reached as the author asked. No message shows credentials.</summary>
internal static class UpstreamErrors
{
    public static ProxyException Options(IReadOnlyList<string> problems) => new(
        "TO2010", $"The proxy server cannot be started: {string.Join(" ", problems)}");

    // The text may hold a password, so it is not shown.
    public static ProxyException Address(string where, string problem) => new(
        "TO2011", $"The address of the upstream proxy in {where} cannot be used: {problem}. Give one such as 'http://proxy.example.com:3128' or 'http://user:password@proxy.example.com:3128'; http and https are supported.");

    public static ProxyException Exception(string where, string entry, string problem) => new(
        "TO2012", $"'{entry}' in {where} does not name hosts: {problem}. Write 'example.com', '.example.com', '*.example.com', 'example.com:8443', '10.1.2.3', '10.0.0.0/8' or '*'.");

    public static ProxyException Credentials(string problem) => new(
        "TO2013", $"The credentials for the upstream proxy cannot be sent: {problem}.");

    public static ProxyException Certificate(string where, string problem) => new(
        "TO2472", $"The client certificate in {where} cannot be used: {problem}. Give a certificate and its private key in PEM (one file, or two), or PKCS #12 with its password.");

    public static UpstreamException Unreachable(UpstreamProxyAddress proxy, string reason, Exception cause) => new(
        $"the upstream proxy {proxy} could not be reached: {reason}. The session reaches origins through it because of UpstreamOptions.Proxy", cause) { Code = "TO2420" };

    public static UpstreamException WantsCredentials(UpstreamProxyAddress proxy) => new(
        $"the upstream proxy {proxy} answered 407: it {(proxy.Authorization is null ? "wants credentials, and none are given" : "does not accept the credentials that are given")}. "
        + "Give user and password (Basic) in the proxy's address or by WithCredentials") { Code = "TO2421" };

    public static UpstreamException Refused(UpstreamProxyAddress proxy, string host, int port, string statusLine) => new(
        $"the upstream proxy {proxy} refused a connection to '{host}:{port}': it answered '{statusLine}'. Let it through there, or list the host in UpstreamProxy.Except") { Code = "TO2422" };

    public static UpstreamException NotAProxy(UpstreamProxyAddress proxy, string problem, Exception? cause = null) => new(
        $"the upstream proxy {proxy} did not answer CONNECT as a proxy does: {problem}", cause) { Code = "TO2423" };
}
