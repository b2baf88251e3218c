using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Upstream.Origins;

/// <summary>Where connections lead that can stand for each other. Immutable.</summary>
/// <param name="IsSecure">Whether TLS is spoken.</param>
/// <param name="Host">The host to connect to, without brackets.</param>
/// <param name="Port">The port to connect to.</param>
/// <param name="TlsName">The name that TLS asks for and that the certificate must have; empty without TLS.</param>
/// <param name="IsUpgraded">
/// Whether the connection is to switch to another protocol, which few proxies carry other than through CONNECT.
/// </param>
internal readonly record struct Origin(bool IsSecure, string Host, int Port, string TlsName, bool IsUpgraded = false)
{
    /// <summary>
    /// The origin of a request. TLS asks for the host that the Host header names, which need not be the one to connect to.
    /// </summary>
    public static Origin Of(UpstreamRequest request)
    {
        Uri uri = request.Uri;
        bool isSecure = uri.Scheme == Uri.UriSchemeHttps;
        return new Origin(isSecure, uri.IdnHost, uri.Port, isSecure ? NamedBy(request.Headers["Host"], uri) ?? uri.IdnHost : "", request.Headers.Contains("Upgrade"));
    }

    private static string? NamedBy(string? header, Uri uri) =>
        header is not null && header != uri.Authority && HostText.TrySplitNamed(header, out string host, out _) && HostText.TryNormalize(host, out string? name) ? name : null;
}
