using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.JsonPaths;
using TestOrchestrator.Proxy.Requests;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>
/// Describes requests by method, host, path, parameters, headers and body; a request fits when it fits everything that is said.
/// </summary>
/// <remarks>
/// Immutable: every method returns a new pattern. Saying method, host or path twice replaces it; whatever has a name of its own adds.
/// </remarks>
public sealed record RequestPattern
{
    private const string Anything = "*";

    private RequestPattern()
    {
    }

    /// <summary>Gets the pattern that every request fits.</summary>
    internal static RequestPattern Any { get; } = new();

    /// <summary>Gets what is asked, the cheapest to try first.</summary>
    internal ImmutableArray<PatternPart> Parts { get; private init; } = [];

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
        return known.IsEmpty ? this with { Parts = Without(PartRank.Method) } : With(PartRank.Method, new MethodPart(known));
    }

    /// <summary>Asks for what a URL or a path says.</summary>
    /// <param name="urlOrPath">
    /// A URL says scheme, host, port and path; a text that starts with <c>/</c>, <c>*</c> or <c>re:</c> only the path, as in
    /// <see cref="Path"/>. A query in either adds its parameters, as <see cref="Query(string, string)"/> does. The host of a URL may begin
    /// with <c>*.</c>, its path hold <c>*</c> and <c>**</c>.
    /// </param>
    /// <exception cref="ProxyException">TO2101 to TO2103: the text cannot be read.</exception>
    public RequestPattern Url(string urlOrPath)
    {
        ArgumentNullException.ThrowIfNull(urlOrPath);
        PatternUrl url = PatternUrl.Parse(urlOrPath);
        RequestPattern pattern = With(PartRank.Path, url.Path);
        pattern = url.Scheme is { } scheme ? pattern.With(PartRank.Scheme, scheme) : pattern;
        pattern = url.Host is { } host ? pattern.With(PartRank.Host, host) : pattern;
        return url.Query.Aggregate(pattern, (p, q) => p.And(q));
    }

    /// <summary>Asks for a host.</summary>
    /// <param name="pattern">
    /// <c>h</c> on any port, <c>h:port</c> on that port, <c>*.h</c> for the subdomains of h without h itself. Compared without regard to
    /// case.
    /// </param>
    /// <exception cref="ProxyException">TO2102: the text is not a host pattern.</exception>
    public RequestPattern Host(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return With(PartRank.Host, new HostPart(HostPattern.Parse(pattern)));
    }

    /// <summary>Asks for a path.</summary>
    /// <param name="pattern">
    /// The path without its query; the leading <c>/</c> may be left out. <c>*</c> stands for one or more characters within a segment,
    /// <c>**</c> for any characters, <c>re:</c> begins a regular expression over the whole path. Compared with regard to case, after
    /// <c>%XX</c> of unreserved characters is decoded.
    /// </param>
    /// <exception cref="ProxyException">TO2103: the text is not a path pattern.</exception>
    public RequestPattern Path(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return With(PartRank.Path, new PathPart(PathPattern.Parse(pattern)));
    }

    /// <summary>Asks for a query parameter, in addition to those asked for already.</summary>
    /// <param name="name">The decoded name, compared with regard to case.</param>
    /// <param name="value">
    /// The decoded value; <c>*</c> is any. When the request has the parameter several times, one of them must fit.
    /// </param>
    public RequestPattern Query(string name, string value = Anything) => And(new QueryPart(Name(name), Value(value)));

    /// <summary>
    /// Asks for a field of a form (<c>application/x-www-form-urlencoded</c>, or a text part of <c>multipart/form-data</c>), in addition to
    /// those asked for already.
    /// </summary>
    /// <param name="name">The decoded name, compared with regard to case.</param>
    /// <param name="value">The decoded value; <c>*</c> is any. When the request has the field several times, one of them must fit.</param>
    public RequestPattern Form(string name, string value = Anything) => And(new FormPart(Name(name), Value(value)));

    /// <summary>Asks for a parameter that may be in the query or in a form, in addition to those asked for already.</summary>
    /// <param name="name">The decoded name, compared with regard to case.</param>
    /// <param name="value">
    /// The decoded value; <c>*</c> is any. When the request has the parameter several times, one of them must fit.
    /// </param>
    public RequestPattern Param(string name, string value = Anything) => And(new ParameterPart(Name(name), Value(value)));

    /// <summary>Excludes requests that have a parameter in query or form.</summary>
    /// <param name="name">The decoded name, compared with regard to case.</param>
    /// <param name="value">Excludes only the parameter with this decoded value; <c>*</c> is any.</param>
    public RequestPattern WithoutParam(string name, string value = Anything) => And(new WithoutPart(Name(name), Value(value)));

    /// <summary>Asks for a header, in addition to those asked for already.</summary>
    /// <param name="name">The name, compared without regard to case.</param>
    /// <param name="value">
    /// The whole value, compared with regard to case; <c>*</c> is any. When the request has several such lines, one of them must fit.
    /// </param>
    public RequestPattern Header(string name, string value = Anything) => And(new HeaderPart(Name(name), Value(value)));

    /// <summary>Asks for a cookie, in addition to those asked for already.</summary>
    /// <param name="name">The name, compared with regard to case.</param>
    /// <param name="value">The value without quotes; <c>*</c> is any.</param>
    public RequestPattern Cookie(string name, string value = Anything) => And(new CookiePart(Name(name), Value(value)));

    /// <summary>Asks for a JSON body in which a path selects something, in addition to those asked for already.</summary>
    /// <param name="path">A JSONPath (RFC 9535), such as <c>$.items[0].sku</c>.</param>
    /// <exception cref="ProxyException">TO2220, TO2221: it is not a JSONPath.</exception>
    public RequestPattern Json(string path) => And(new JsonPart(JsonPath.Parse(Name(path)), null));

    /// <summary>Asks for a JSON body in which a path selects a value, in addition to those asked for already.</summary>
    /// <param name="path">
    /// A JSONPath (RFC 9535), such as <c>$.items[0].sku</c>. When it selects several nodes, one of them must fit.
    /// </param>
    /// <param name="value">
    /// The value, written as JSON with names in camel case; <see langword="null"/> is the literal. Types are compared strictly, numbers by
    /// their value, members of objects in any order.
    /// </param>
    /// <exception cref="ProxyException">TO2220, TO2221: it is not a JSONPath.</exception>
    public RequestPattern Json(string path, object? value) => And(new JsonPart(JsonPath.Parse(Name(path)), JsonExpectation.Of(value)));

    /// <summary>Excludes requests in whose JSON body a path selects something.</summary>
    /// <param name="path">A JSONPath (RFC 9535).</param>
    /// <exception cref="ProxyException">TO2220, TO2221: it is not a JSONPath.</exception>
    public RequestPattern WithoutJson(string path) => And(new WithoutJsonPart(JsonPath.Parse(Name(path))));

    /// <summary>Asks for what a predicate says, in addition to everything else; it is called once the whole request is there.</summary>
    /// <param name="predicate">
    /// Says whether a request fits; called on the threads that serve requests and on those that wait, several at once. A request on which
    /// it throws does not fit.
    /// </param>
    /// <param name="description">What it asks for, for messages.</param>
    public RequestPattern Where(Func<RecordedRequest, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string description = "")
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return And(new WherePart(predicate, description));
    }

    /// <summary>Shows the pattern as method and URL, with wildcards for what it does not say, and what else it asks for.</summary>
    public override string ToString() => PatternText.Of(this);

    internal static RequestPattern From(Func<RequestPattern, RequestPattern> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        return describe(Any);
    }

    /// <summary>Whether a request fits all parts; what needs the body is tried only if everything else fits.</summary>
    internal Fit Fits(RequestSubject request)
    {
        Fit fit = Fit.Yes;
        foreach (PatternPart part in Parts)
        {
            switch (part.Fits(request))
            {
                case Fit.No:
                    return Fit.No;
                case Fit.Open:
                    fit = Fit.Open;
                    break;
                case Fit.Yes or _:
                    break;
            }
        }

        return fit;
    }

    /// <summary>Adds a part to those that there are.</summary>
    internal RequestPattern And(PatternPart part) => this with { Parts = [.. Parts.Append(part).OrderBy(p => p.Rank)] };

    private static string Name(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name;
    }

    private static string? Value(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value == Anything ? null : value;
    }

    private RequestPattern With(PartRank rank, PatternPart part) => (this with { Parts = Without(rank) }).And(part);

    private ImmutableArray<PatternPart> Without(PartRank rank) => [.. Parts.Where(p => p.Rank != rank)];

    private static string CheckedMethod(string method) =>
        HttpToken.IsToken(method) && !method.Equals("CONNECT", StringComparison.OrdinalIgnoreCase)
            ? method.ToUpperInvariant()
            : throw PatternErrors.Method(method);
}
