using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>
/// What a request asks for, and where to send it. They differ when a client names another host than the one it connected to. Immutable.
/// </summary>
internal sealed record RequestTarget(Uri Url, Uri Origin)
{
    private static readonly string[] s_schemes = ["http://", "https://"];

    /// <summary>Reads the target of a request.</summary>
    /// <param name="rawTarget">As it was sent: absolute form, or origin form within a connection that CONNECT opened.</param>
    /// <param name="hostHeader">The Host header, or :authority.</param>
    /// <param name="connect">What CONNECT said; <see langword="null"/> for a plain connection to the proxy.</param>
    /// <returns>The target, or <see langword="null"/> when there is none.</returns>
    public static RequestTarget? Read(string rawTarget, string? hostHeader, ConnectTarget? connect)
    {
        foreach (string scheme in s_schemes)
        {
            if (rawTarget.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return ReadAbsolute(scheme, rawTarget, connect);
            }
        }

        if (connect is null || (rawTarget != "*" && !rawTarget.StartsWith('/')))
        {
            return null;
        }

        return Within(connect, hostHeader, rawTarget == "*" ? "/" : rawTarget);
    }

    private static RequestTarget? ReadAbsolute(string scheme, string rawTarget, ConnectTarget? connect)
    {
        // user:secret@example.com:8080/path?query
        ReadOnlySpan<char> afterScheme = rawTarget.AsSpan(scheme.Length);
        int end = afterScheme.IndexOfAny('/', '?');
        ReadOnlySpan<char> authority = end < 0 ? afterScheme : afterScheme[..end];
        ReadOnlySpan<char> rest = afterScheme[authority.Length..];
        string missing = rest.StartsWith('/') ? "" : "/";
        if (authority.ContainsAny('#', '\\'))
        {
            // http://a#@b/ and http://a\@b/: readers differ in which one is the host (RFC 3986 knows neither character there).
            return null;
        }

        ReadOnlySpan<char> withoutUser = authority[(authority.LastIndexOf('@') + 1)..];
        if (connect is not null)
        {
            return Within(connect, withoutUser.ToString(), $"{missing}{rest}");
        }

        // Nearly always it is what was sent.
        bool isSame = missing.Length == 0 && withoutUser.Length == authority.Length && rawTarget.StartsWith(scheme, StringComparison.Ordinal);
        string text = isSame ? rawTarget : $"{scheme}{withoutUser}{missing}{rest}";
        return UntouchedUri.TryRead(text, out Uri? url) && url.IdnHost.Length > 0 ? new RequestTarget(url, url) : null;
    }

    private static RequestTarget? Within(ConnectTarget connect, string? hostHeader, string pathAndQuery)
    {
        if (!UntouchedUri.TryRead(Compose(connect.Scheme, connect.Host, connect.Port, pathAndQuery), out Uri? origin))
        {
            return null;
        }

        return NamedBy(hostHeader, connect, pathAndQuery) is { } url && (url.IdnHost != origin.IdnHost || url.Port != origin.Port)
            ? new RequestTarget(url, origin)
            : new RequestTarget(origin, origin);
    }

    private static Uri? NamedBy(string? hostHeader, ConnectTarget connect, string pathAndQuery) =>
        hostHeader is not null
        && HostText.TrySplitNamed(hostHeader, out string host, out int? port)
        && HostText.TryNormalize(host, out string? named)
        && (named != connect.Host || (port ?? connect.Port) != connect.Port)
        && UntouchedUri.TryRead(Compose(connect.Scheme, named, port ?? connect.Port, pathAndQuery), out Uri? url)
            ? url
            : null;

    private static string Compose(string scheme, string host, int port, string pathAndQuery)
    {
        bool isDefault = (scheme, port) is ("https", 443) or ("http", 80);
        return $"{scheme}://{HostText.InAuthority(host)}{(isDefault ? "" : $":{port}")}{pathAndQuery}";
    }
}
