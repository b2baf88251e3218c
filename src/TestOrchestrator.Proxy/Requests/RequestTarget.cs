using TestOrchestrator.Proxy.Connections;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Requests;

/// <summary>What a request asks for, and where to send it. They differ when a client names another host than the one it connected to. Immutable.</summary>
internal sealed record RequestTarget(Uri Url, Uri Origin)
{
    // Servers may tell %7e from ~ and a/../b from b, and signatures cover what was sent.
    private static readonly UriCreationOptions s_untouched = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The URL that a text says, whose path and query stay as they are.</summary>
    public static Uri Untouched(string url) => new(url, s_untouched);

    /// <summary>Reads the target of a request.</summary>
    /// <param name="rawTarget">As it was sent: absolute form, or origin form within a connection that CONNECT opened.</param>
    /// <param name="hostHeader">The Host header, or :authority.</param>
    /// <param name="connect">What CONNECT said; <see langword="null"/> for a plain connection to the proxy.</param>
    /// <returns>The target, or <see langword="null"/> when there is none.</returns>
    public static RequestTarget? Read(string rawTarget, string? hostHeader, ConnectTarget? connect)
    {
        int separator = rawTarget.IndexOf("://", StringComparison.Ordinal);
        bool isAbsolute = separator > 0 && rawTarget[..separator].ToLowerInvariant() is "http" or "https";
        if (isAbsolute)
        {
            return ReadAbsolute(rawTarget[..separator].ToLowerInvariant(), rawTarget[(separator + 3)..], connect);
        }

        if (connect is null || (rawTarget != "*" && !rawTarget.StartsWith('/')))
        {
            return null;
        }

        return Within(connect, hostHeader, rawTarget == "*" ? "/" : rawTarget);
    }

    private static RequestTarget? ReadAbsolute(string scheme, string afterScheme, ConnectTarget? connect)
    {
        // user:secret@example.com:8080/path?query
        int end = afterScheme.AsSpan().IndexOfAny('/', '?');
        string authority = end < 0 ? afterScheme : afterScheme[..end];
        string pathAndQuery = end < 0 ? "/" : afterScheme[end] == '?' ? $"/{afterScheme[end..]}" : afterScheme[end..];
        if (authority.AsSpan().ContainsAny('#', '\\'))
        {
            // http://a#@b/ and http://a\@b/: readers differ in which one is the host (RFC 3986 knows neither character there).
            return null;
        }

        string withoutUser = authority[(authority.LastIndexOf('@') + 1)..];
        if (connect is not null)
        {
            return Within(connect, withoutUser, pathAndQuery);
        }

        return Uri.TryCreate($"{scheme}://{withoutUser}{pathAndQuery}", s_untouched, out Uri? url) && url.IdnHost.Length > 0 ? new RequestTarget(url, url) : null;
    }

    private static RequestTarget? Within(ConnectTarget connect, string? hostHeader, string pathAndQuery)
    {
        if (!Uri.TryCreate(Compose(connect.Scheme, connect.Host, connect.Port, pathAndQuery), s_untouched, out Uri? origin))
        {
            return null;
        }

        return NamedBy(hostHeader, connect, pathAndQuery) is { } url && (url.IdnHost != origin.IdnHost || url.Port != origin.Port)
            ? new RequestTarget(url, origin)
            : new RequestTarget(origin, origin);
    }

    private static Uri? NamedBy(string? hostHeader, ConnectTarget connect, string pathAndQuery) =>
        hostHeader is not null
        && HostText.TrySplit(hostHeader, out string host, out int? port)
        && HostText.TryNormalize(host, out string? named)
        && Uri.TryCreate(Compose(connect.Scheme, named, port ?? connect.Port, pathAndQuery), s_untouched, out Uri? url)
            ? url
            : null;

    private static string Compose(string scheme, string host, int port, string pathAndQuery)
    {
        bool isDefault = (scheme, port) is ("https", 443) or ("http", 80);
        return $"{scheme}://{HostText.InAuthority(host)}{(isDefault ? "" : $":{port}")}{pathAndQuery}";
    }
}
