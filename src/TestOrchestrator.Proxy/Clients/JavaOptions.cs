namespace TestOrchestrator.Proxy.Clients;

/// <summary>What Java is told by JAVA_TOOL_OPTIONS, as it reads neither the variables of proxies nor files of certificates.</summary>
internal static class JavaOptions
{
    /// <summary>The options that make it trust what is in a store.</summary>
    public static string Trusting(string trustStore) => $"-Djavax.net.ssl.trustStore=\"{trustStore}\" -Djavax.net.ssl.trustStoreType=PKCS12";

    /// <summary>The options that make it use a proxy.</summary>
    /// <param name="proxy">The proxy; Java has no option for its user and password.</param>
    /// <param name="noProxy">Hosts to reach directly. Without any, loopback is proxied as well; with any, Java adds it.</param>
    public static string Using(Uri proxy, IEnumerable<string> noProxy)
    {
        // java.net lists them with '|', IPv6 in brackets, and subdomains as '*.domain'.
        string direct = string.Join('|', noProxy.Select(h => h.StartsWith('.') ? $"*{h}" : h.Contains(':') && !h.StartsWith('[') ? $"[{h}]" : h));
        string host = proxy.IdnHost;
        return $"-Dhttp.proxyHost={host} -Dhttp.proxyPort={proxy.Port} -Dhttps.proxyHost={host} -Dhttps.proxyPort={proxy.Port} -Dhttp.nonProxyHosts=\"{direct}\"";
    }
}
