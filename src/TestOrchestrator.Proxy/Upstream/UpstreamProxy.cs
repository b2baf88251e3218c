using System.Collections.Immutable;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Upstream;

/// <summary>A proxy between this one and the origins, such as that of a company. Immutable.</summary>
/// <remarks>
/// Plain requests are sent to it in absolute form; TLS, HTTP/2 and tunnels go through CONNECT. Credentials are sent as Basic authentication
/// to the proxy alone, and appear in no log, HAR file or message. Loopback addresses and <c>localhost</c> are reached directly unless
/// <see cref="IncludingLoopback"/> says otherwise.
/// </remarks>
public sealed record UpstreamProxy
{
    private UpstreamProxy()
    {
    }

    /// <summary>Gets no proxy: origins are reached directly.</summary>
    public static UpstreamProxy None { get; } = new();

    private UpstreamProxyAddress? Plain { get; init; }

    private UpstreamProxyAddress? Secure { get; init; }

    private ImmutableArray<DirectHost> Direct { get; init; } = [];

    private bool ProxiesLoopback { get; init; }

    /// <summary>Names a proxy for all origins.</summary>
    /// <param name="address">
    /// Its address, <c>http://proxy.example.com:3128</c>, with or without credentials (<c>http://user:password@…</c>, percent-encoded);
    /// <c>https</c> speaks TLS with the proxy itself.
    /// </param>
    /// <exception cref="ProxyException">TO2011: the address cannot be used. TO2013: the credentials cannot be sent.</exception>
    public static UpstreamProxy At(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        UpstreamProxyAddress parsed = UpstreamProxyAddress.Parse(address, "UpstreamProxy.At");
        return new UpstreamProxy { Plain = parsed, Secure = parsed };
    }

    /// <summary>
    /// Takes the machine's proxy: <c>http_proxy</c> for http, <c>https_proxy</c> for https, else <c>all_proxy</c>, and <c>no_proxy</c>; in
    /// lower case, else in upper case.
    /// </summary>
    /// <returns>The proxy at the time of the call; <see cref="None"/> when the environment names none.</returns>
    /// <exception cref="ProxyException">
    /// TO2011: an address cannot be used. TO2012: an entry of <c>no_proxy</c> names no hosts. TO2013: the credentials cannot be sent.
    /// </exception>
    public static UpstreamProxy FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>Adds credentials.</summary>
    /// <param name="user">The user's name; without a colon.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="ProxyException">TO2013: they cannot be sent.</exception>
    public UpstreamProxy WithCredentials(string user, string password)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(password);
        return this with { Plain = Plain?.With(user, password), Secure = Secure?.With(user, password) };
    }

    /// <summary>Adds hosts that are reached directly.</summary>
    /// <param name="hosts">
    /// The hosts in the way of NO_PROXY: <c>example.com</c> with its subdomains, <c>example.com:8443</c>, <c>10.1.2.3</c>,
    /// <c>10.0.0.0/8</c>, <c>*</c> for all; each may be a list separated by commas.
    /// </param>
    /// <exception cref="ProxyException">TO2012: an entry names no hosts.</exception>
    public UpstreamProxy Except(params IEnumerable<string> hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        return this with { Direct = [.. Direct, .. hosts.SelectMany(h => DirectHost.ParseList(h, "UpstreamProxy.Except"))] };
    }

    /// <summary>Sends what goes to loopback addresses and <c>localhost</c> through the proxy too.</summary>
    public UpstreamProxy IncludingLoopback() => this with { ProxiesLoopback = true };

    /// <summary>Shows the addresses, without credentials.</summary>
    public override string ToString() => (Plain, Secure) switch
    {
        (null, null) => "none",
        ({ } plain, { } secure) when plain.ToString() == secure.ToString() => plain.ToString(),
        _ => $"http: {Plain?.ToString() ?? "none"}, https: {Secure?.ToString() ?? "none"}",
    };

    internal static UpstreamProxy From(Func<string, string?> variable)
    {
        UpstreamProxyAddress? all = Address("all_proxy");
        return new UpstreamProxy
        {
            Plain = Address("http_proxy") ?? all,
            Secure = Address("https_proxy") ?? all,
            Direct = Value("no_proxy") is ({ } list, { } name) ? [.. DirectHost.ParseList(list, name)] : [],
        };

        UpstreamProxyAddress? Address(string name) => Value(name) is ({ } text, { } where) ? UpstreamProxyAddress.Parse(text, where) : null;

        (string Text, string Name)? Value(string name)
        {
            foreach (string either in new[] { name, name.ToUpperInvariant() })
            {
                if (variable(either) is { } text && !string.IsNullOrWhiteSpace(text))
                {
                    return (text.Trim(), either);
                }
            }

            return null;
        }
    }

    /// <summary>The proxy for a host; <see langword="null"/> where it is reached directly.</summary>
    internal UpstreamProxyAddress? For(bool isSecure, string host, int port)
    {
        if ((isSecure ? Secure : Plain) is not { } proxy || (!ProxiesLoopback && LoopbackName.Is(host)))
        {
            return null;
        }

        foreach (DirectHost direct in Direct)
        {
            if (direct.Fits(host, port))
            {
                return null;
            }
        }

        return proxy;
    }
}
