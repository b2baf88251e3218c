using TestOrchestrator.Proxy.Certificates;

namespace TestOrchestrator.Proxy.Clients;

/// <summary>The environment variables by which programs find their proxy and trust its authority. Thread-safe.</summary>
/// <remarks>
/// For child processes. In a process that is running, .NET reads the proxy's variables when its first client is made, and those of the
/// trust from the environment that the process was started with. Java is told by <c>JAVA_TOOL_OPTIONS</c>, in place of what that was; it
/// cannot be told the user and password of a proxy.
/// </remarks>
public static class ProxyEnvironment
{
    private const string JavaVariable = "JAVA_TOOL_OPTIONS";

    /// <summary>Builds the variables for a program that is to use a proxy and trust its authority.</summary>
    /// <param name="proxy">The address of a session.</param>
    /// <param name="noProxy">
    /// Hosts to reach directly, in the forms of NO_PROXY: <c>host</c>, <c>.domain</c>, IP addresses. Without any, NO_PROXY is set and
    /// empty, so that an inherited one has no effect.
    /// </param>
    /// <param name="authority">The authority of the server.</param>
    /// <exception cref="ProxyException">TO2501: the trust store of Java cannot be written beside the authority.</exception>
    public static IReadOnlyDictionary<string, string> For(Uri proxy, IEnumerable<string> noProxy, CertificateAuthority authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return For(proxy, noProxy, TrustFiles.Of(authority));
    }

    /// <summary>Builds the variables for a program that has the authority in files of its own, such as one in a container.</summary>
    /// <param name="proxy">The address of a session, as the program reaches it.</param>
    /// <param name="noProxy">Hosts to reach directly, in the forms of NO_PROXY. Without any, NO_PROXY is set and empty.</param>
    /// <param name="trust">The files.</param>
    public static IReadOnlyDictionary<string, string> For(Uri proxy, IEnumerable<string> noProxy, TrustFiles trust)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        ArgumentNullException.ThrowIfNull(noProxy);
        ArgumentNullException.ThrowIfNull(trust);

        // Programs differ in which case they read, and some of those that read both complain when the two differ.
        string address = proxy.GetLeftPart(UriPartial.Authority);
        string[] hosts = [.. noProxy];
        string direct = string.Join(',', hosts);
        Dictionary<string, string> trusting = ForTrust(trust);
        return new Dictionary<string, string>(trusting)
        {
            ["HTTP_PROXY"] = address,
            ["http_proxy"] = address,
            ["HTTPS_PROXY"] = address,
            ["https_proxy"] = address,
            ["ALL_PROXY"] = address,
            ["all_proxy"] = address,
            ["NO_PROXY"] = direct,
            ["no_proxy"] = direct,
            ["NODE_USE_ENV_PROXY"] = "1",
            [JavaVariable] = $"{JavaOptions.Using(proxy, hosts)} {trusting[JavaVariable]}",
        };
    }

    /// <summary>Builds the variables for a program that is to trust the authority, but not to use a proxy.</summary>
    /// <param name="authority">The authority.</param>
    /// <exception cref="ProxyException">TO2501: the trust store of Java cannot be written beside the authority.</exception>
    public static IReadOnlyDictionary<string, string> ForTrust(CertificateAuthority authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return ForTrust(TrustFiles.Of(authority));
    }

    private static Dictionary<string, string> ForTrust(TrustFiles trust) => new()
    {
        // These replace what the program would trust otherwise.
        ["SSL_CERT_FILE"] = trust.Bundle,
        ["CURL_CA_BUNDLE"] = trust.Bundle,
        ["REQUESTS_CA_BUNDLE"] = trust.Bundle,
        ["GIT_SSL_CAINFO"] = trust.Bundle,

        // This adds to it.
        ["NODE_EXTRA_CA_CERTS"] = trust.Certificate,

        // Java says on standard error that it has picked this up.
        [JavaVariable] = JavaOptions.Trusting(trust.JavaTrustStore),
    };
}
