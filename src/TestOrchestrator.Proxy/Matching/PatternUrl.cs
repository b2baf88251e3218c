using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>
/// What a URL or path written in a pattern says about scheme, host, path and query. Both host and path may hold wildcards.
/// </summary>
internal sealed record PatternUrl
{
    public SchemePart? Scheme { get; private init; }

    public HostPart? Host { get; private init; }

    public required PathPart Path { get; init; }

    public ImmutableArray<QueryPart> Query { get; private init; } = [];

    // https://*.example.com:8443/orders/*?state=open
    // /orders/*?state=open
    public static PatternUrl Parse(string text)
    {
        if (text.StartsWith("re:", StringComparison.Ordinal))
        {
            return new PatternUrl { Path = new PathPart(PathPattern.Parse(text)) };
        }

        if (text.Contains('#'))
        {
            throw PatternErrors.Url(text, "it has a fragment, which no client sends");
        }

        if (text.StartsWith('/') || text.StartsWith('*'))
        {
            return OfPath(text);
        }

        int separator = text.IndexOf("://", StringComparison.Ordinal);
        string? scheme = separator < 0 ? null : text[..separator].ToLowerInvariant() switch
        {
            "http" or "ws" => Uri.UriSchemeHttp,
            "https" or "wss" => Uri.UriSchemeHttps,
            _ => null,
        };
        if (scheme is null)
        {
            throw PatternErrors.Url(text, "it begins neither with 'http://' or 'https://' nor with '/'");
        }

        string afterScheme = text[(separator + 3)..];
        int end = afterScheme.AsSpan().IndexOfAny('/', '?');
        string authority = end < 0 ? afterScheme : afterScheme[..end];
        return OfPath(end < 0 ? "/" : afterScheme[end..]) with { Scheme = new SchemePart(scheme), Host = OfAuthority(authority, scheme) };
    }

    private static PatternUrl OfPath(string text)
    {
        int question = text.IndexOf('?');
        string path = question < 0 ? text : text[..question];
        return new PatternUrl
        {
            Path = new PathPart(PathPattern.Parse(path)),
            Query = question < 0 ? [] : [.. QueryText.Parse(text[question..]).Select(p => new QueryPart(p.Key, p.Value))],
        };
    }

    // Without a port, a URL means the port of its scheme.
    private static HostPart OfAuthority(string authority, string scheme)
    {
        HostPattern pattern = HostPattern.Parse(authority);
        return new HostPart(pattern.Port is not null ? pattern : HostPattern.Parse($"{pattern.Text}:{(scheme == Uri.UriSchemeHttps ? 443 : 80)}"));
    }
}
