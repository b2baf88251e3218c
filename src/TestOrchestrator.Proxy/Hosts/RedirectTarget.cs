using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Hosts;

/// <summary>Where requests are sent instead: <c>[scheme://]host[:port]</c>. Immutable.</summary>
internal sealed record RedirectTarget
{
    private static readonly UriCreationOptions s_untouched = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private RedirectTarget(string? scheme, string host, int? port) => (Scheme, Host, Port) = (scheme, host, port);

    /// <summary>Gets the scheme.</summary>
    /// <value><see langword="null"/> keeps that of the request.</value>
    public string? Scheme { get; }

    public string Host { get; }

    /// <summary>Gets the port.</summary>
    /// <value><see langword="null"/> is that of the scheme.</value>
    public int? Port { get; }

    /// <exception cref="ProxyException">TO2213: the text is no target.</exception>
    public static RedirectTarget Parse(string text)
    {
        int separator = text.IndexOf("://", StringComparison.Ordinal);
        string? scheme = separator < 0 ? null : text[..separator].ToLowerInvariant();
        string authority = (separator < 0 ? text : text[(separator + "://".Length)..]).TrimEnd('/');
        return scheme is not (null or "http" or "https") ? throw HostErrors.Target(text, $"'{scheme}' is neither http nor https")
            : authority.AsSpan().IndexOfAny('/', '?', '#') >= 0 ? throw HostErrors.Target(text, "it has a path or a query; those of the request are kept")
            : !HostText.TrySplit(authority, out string host, out int? port) || !HostText.TryNormalize(host, out string? normalized) ? throw HostErrors.Target(text, $"'{authority}' is not a host with a port or without one")
            : new RedirectTarget(scheme, normalized, port);
    }

    /// <summary>The URL of a request at this target; path and query stay as they were sent.</summary>
    public Uri Of(Uri url)
    {
        string scheme = Scheme ?? url.Scheme;
        bool isDefault = Port is null || (scheme, Port) is ("https", 443) or ("http", 80);
        return new($"{scheme}://{HostText.InAuthority(Host)}{(isDefault ? "" : $":{Port}")}{url.PathAndQuery}", s_untouched);
    }

    /// <summary>The port of a connection that would have gone to another.</summary>
    public int PortInsteadOf(int port) => Port ?? Scheme switch { "https" => 443, "http" => 80, _ => port };

    public override string ToString() => $"{(Scheme is null ? "" : $"{Scheme}://")}{HostText.InAuthority(Host)}{(Port is null ? "" : $":{Port}")}";
}
