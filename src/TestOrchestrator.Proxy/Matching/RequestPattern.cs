using System.Collections.Immutable;
using TestOrchestrator.Proxy.Requests;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>Describes requests by method, host, path and query; a request fits when it fits everything that is said.</summary>
/// <remarks>Immutable: every method returns a new pattern. Saying the same thing twice replaces it, except <see cref="Query(string, string)"/>, which adds.</remarks>
public sealed record RequestPattern
{
    private RequestPattern()
    {
    }

    /// <summary>Gets the pattern that every request fits.</summary>
    internal static RequestPattern Any { get; } = new();

    internal ImmutableArray<PatternPart> Parts => [.. new PatternPart?[] { MethodPart, SchemePart, HostPart, PathPart }.OfType<PatternPart>(), .. QueryParts];

    private MethodPart? MethodPart { get; init; }

    private SchemePart? SchemePart { get; init; }

    private HostPart? HostPart { get; init; }

    private PathPart? PathPart { get; init; }

    private ImmutableArray<QueryPart> QueryParts { get; init; } = [];

    /// <summary>Asks for GET and what <see cref="Url"/> says.</summary>
    /// <param name="urlOrPath">As in <see cref="Url"/>.</param>
    /// <exception cref="ProxyException">TO2101 to TO2103: the text cannot be read.</exception>
    public RequestPattern Get(string urlOrPath) => Method("GET").Url(urlOrPath);

    /// <summary>Asks for HEAD and what <see cref="Url"/> says.</summary>
    /// <param name="urlOrPath">As in <see cref="Url"/>.</param>
    /// <exception cref="ProxyException">TO2101 to TO2103: the text cannot be read.</exception>
    public RequestPattern Head(string urlOrPath) => Method("HEAD").Url(urlOrPath);

    /// <summary>Asks for POST and what <see cref="Url"/> says.</summary>
    /// <param name="urlOrPath">As in <see cref="Url"/>.</param>
    /// <exception cref="ProxyException">TO2101 to TO2103: the text cannot be read.</exception>
    public RequestPattern Post(string urlOrPath) => Method("POST").Url(urlOrPath);

    /// <summary>Asks for PUT and what <see cref="Url"/> says.</summary>
    /// <param name="urlOrPath">As in <see cref="Url"/>.</param>
    /// <exception cref="ProxyException">TO2101 to TO2103: the text cannot be read.</exception>
    public RequestPattern Put(string urlOrPath) => Method("PUT").Url(urlOrPath);

    /// <summary>Asks for PATCH and what <see cref="Url"/> says.</summary>
    /// <param name="urlOrPath">As in <see cref="Url"/>.</param>
    /// <exception cref="ProxyException">TO2101 to TO2103: the text cannot be read.</exception>
    public RequestPattern Patch(string urlOrPath) => Method("PATCH").Url(urlOrPath);

    /// <summary>Asks for DELETE and what <see cref="Url"/> says.</summary>
    /// <param name="urlOrPath">As in <see cref="Url"/>.</param>
    /// <exception cref="ProxyException">TO2101 to TO2103: the text cannot be read.</exception>
    public RequestPattern Delete(string urlOrPath) => Method("DELETE").Url(urlOrPath);

    /// <summary>Asks for OPTIONS and what <see cref="Url"/> says.</summary>
    /// <param name="urlOrPath">As in <see cref="Url"/>.</param>
    /// <exception cref="ProxyException">TO2101 to TO2103: the text cannot be read.</exception>
    public RequestPattern Options(string urlOrPath) => Method("OPTIONS").Url(urlOrPath);

    /// <summary>Asks for one of these methods.</summary>
    /// <param name="methods">Compared without regard to case.</param>
    /// <exception cref="ProxyException">TO2104: one is not a method that a request can have.</exception>
    public RequestPattern Method(params string[] methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ImmutableArray<string> known = [.. methods.Select(CheckedMethod)];
        return this with { MethodPart = known.IsEmpty ? null : new MethodPart(known) };
    }

    /// <summary>Asks for what a URL or a path says.</summary>
    /// <param name="urlOrPath">
    /// A URL says scheme, host, port and path; a text that starts with <c>/</c>, <c>*</c> or <c>re:</c> only the path, as in <see cref="Path"/>. A query in
    /// either adds its parameters, as <see cref="Query(string, string)"/> does. The host of a URL may begin with <c>*.</c>, its path hold <c>*</c> and <c>**</c>.
    /// </param>
    /// <exception cref="ProxyException">TO2101 to TO2103: the text cannot be read.</exception>
    public RequestPattern Url(string urlOrPath)
    {
        ArgumentNullException.ThrowIfNull(urlOrPath);
        PatternUrl url = PatternUrl.Parse(urlOrPath);
        return this with
        {
            SchemePart = url.Scheme ?? SchemePart,
            HostPart = url.Host ?? HostPart,
            PathPart = url.Path,
            QueryParts = [.. QueryParts, .. url.Query],
        };
    }

    /// <summary>Asks for a host.</summary>
    /// <param name="pattern"><c>h</c> on any port, <c>h:port</c> on that port, <c>*.h</c> for the subdomains of h without h itself. Compared without regard to case.</param>
    /// <exception cref="ProxyException">TO2102: the text is not a host pattern.</exception>
    public RequestPattern Host(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return this with { HostPart = new HostPart(HostPattern.Parse(pattern)) };
    }

    /// <summary>Asks for a path.</summary>
    /// <param name="pattern">
    /// The path without its query; the leading <c>/</c> may be left out. <c>*</c> stands for one or more characters within a segment, <c>**</c> for any
    /// characters, <c>re:</c> begins a regular expression over the whole path. Compared with regard to case, after <c>%XX</c> of unreserved characters is decoded.
    /// </param>
    /// <exception cref="ProxyException">TO2103: the text is not a path pattern.</exception>
    public RequestPattern Path(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return this with { PathPart = new PathPart(PathPattern.Parse(pattern)) };
    }

    /// <summary>Asks for a query parameter with a value, in addition to those asked for already.</summary>
    /// <param name="name">The decoded name, compared with regard to case.</param>
    /// <param name="value">The decoded value; <c>*</c> is any. When the request has the parameter several times, one of them must fit.</param>
    public RequestPattern Query(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return this with { QueryParts = QueryParts.Add(new QueryPart(name, value == "*" ? null : value)) };
    }

    /// <summary>Asks for a query parameter with any value, in addition to those asked for already.</summary>
    /// <param name="name">The decoded name, compared with regard to case.</param>
    public RequestPattern Query(string name) => Query(name, "*");

    /// <summary>Shows the pattern as method and URL, with wildcards for what it does not say.</summary>
    public override string ToString()
    {
        string query = string.Join('&', QueryParts.Select(q => $"{q.Parameter}={q.Value ?? "*"}"));
        return $"{MethodPart?.Expected ?? "ANY"} {(SchemePart is null ? "" : $"{SchemePart.Scheme}://")}{ShownHost()}{ShownPath()}{(query.Length == 0 ? "" : $"?{query}")}";
    }

    internal static RequestPattern From(Func<RequestPattern, RequestPattern> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        return describe(Any);
    }

    internal bool Fits(RequestHead request) =>
        (MethodPart?.Fits(request) ?? true)
        && (SchemePart?.Fits(request) ?? true)
        && (HostPart?.Fits(request) ?? true)
        && (PathPart?.Fits(request) ?? true)
        && QueryParts.All(q => q.Fits(request));

    private string ShownHost()
    {
        int? implied = SchemePart?.Scheme switch { "https" => 443, "http" => 80, _ => null };
        string? text = HostPart?.Host.Text;
        return text is null ? "*" : implied is not null && HostPart?.Host.Port == implied ? text[..text.LastIndexOf(':')] : text;
    }

    private string ShownPath() => PathPart is null ? "/**" : PathPart.Path.Text.StartsWith('/') ? PathPart.Path.Text : $" {PathPart.Path.Text}";

    private static string CheckedMethod(string method) =>
        HttpToken.IsToken(method) && !method.Equals("CONNECT", StringComparison.OrdinalIgnoreCase)
            ? method.ToUpperInvariant()
            : throw PatternErrors.Method(method);
}
