using System.Collections.Immutable;
using System.Text.Json;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>
/// Describes how a request is changed before it goes to its origin; what is not named stays as the client sent it, byte by byte.
/// </summary>
/// <remarks>
/// Immutable: every method returns a new modification. Changes are made in this order: headers, query, form or JSON, text; within each in
/// the order in which they were said, and each sees what those before it left. A body is decoded for its change and sent without content
/// coding.
/// </remarks>
public sealed record RequestModification
{
    internal RequestModification()
    {
    }

    internal ImmutableArray<HeaderChange> HeaderChanges { get; private init; } = [];

    internal ImmutableArray<ParameterChange> QueryChanges { get; private init; } = [];

    internal BodyChanges Body { get; private init; } = BodyChanges.None;

    internal bool ChangesBody => !Body.IsEmpty;

    internal bool ChangesNothing => HeaderChanges.IsEmpty && QueryChanges.IsEmpty && !ChangesBody;

    /// <summary>Replaces all lines of a header, or adds it.</summary>
    /// <param name="name">
    /// The name, compared without regard to case. <c>Host</c> changes the header only, not where the request goes.
    /// </param>
    /// <param name="values">One or several values, each in a line of its own: printable characters of Latin-1, blanks and tabs.</param>
    /// <exception cref="ProxyException">TO2201 to TO2203: the header cannot be sent. TO2222: no value. TO2225: not a host.</exception>
    public RequestModification Header(string name, params string[] values)
    {
        HeaderChange change = HeaderChange.Put(name, values);
        return IsHost(name) && (values is not [string host] || !HostText.TrySplit(host, out _, out _))
            ? throw ModificationErrors.Host($"'{string.Join("', '", values)}' is not")
            : With(change);
    }

    /// <summary>Adds a line of a header to those there are.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value, as in <see cref="Header"/>.</param>
    /// <exception cref="ProxyException">
    /// TO2201 to TO2203: the header cannot be sent. TO2225: there can be no second <c>Host</c>.
    /// </exception>
    public RequestModification AddHeader(string name, string value)
    {
        HeaderChange change = HeaderChange.Add(name, value);
        return IsHost(name) ? throw ModificationErrors.Host("a second one was to be added; Header replaces it") : With(change);
    }

    /// <summary>Removes all lines of a header; one that is not there is nothing to remove.</summary>
    /// <param name="name">The name, compared without regard to case.</param>
    /// <exception cref="ProxyException">
    /// TO2201, TO2203: no name, or a header that the proxy sets itself. TO2225: <c>Host</c> cannot be removed.
    /// </exception>
    public RequestModification RemoveHeader(string name)
    {
        HeaderChange change = HeaderChange.Remove(name);
        return IsHost(name) ? throw ModificationErrors.Host("it was to be removed") : With(change);
    }

    /// <summary>Replaces a parameter of the query, at the place of its first occurrence, or adds it as the last one.</summary>
    /// <param name="name">The decoded name, compared with regard to case.</param>
    /// <param name="values">One or several decoded values.</param>
    /// <exception cref="ProxyException">TO2222: no value.</exception>
    public RequestModification Query(string name, params string[] values) => this with { QueryChanges = QueryChanges.Add(ParameterChange.Put("Query", name, values)) };

    /// <summary>Removes a parameter of the query, as often as it occurs.</summary>
    /// <param name="name">The decoded name, compared with regard to case.</param>
    public RequestModification RemoveQuery(string name) => this with { QueryChanges = QueryChanges.Add(ParameterChange.Remove(name)) };

    /// <summary>
    /// Replaces a field of the form, at the place of its first occurrence, or adds it as the last one. The body has to be
    /// <c>application/x-www-form-urlencoded</c>.
    /// </summary>
    /// <param name="name">The decoded name, compared with regard to case.</param>
    /// <param name="values">One or several decoded values.</param>
    /// <exception cref="ProxyException">TO2222: no value. TO2224: JSON is changed already.</exception>
    public RequestModification Form(string name, params string[] values) => With(ParameterChange.Put("Form", name, values));

    /// <summary>Removes a field of the form, as often as it occurs.</summary>
    /// <param name="name">The decoded name, compared with regard to case.</param>
    /// <exception cref="ProxyException">TO2224: JSON is changed already.</exception>
    public RequestModification RemoveForm(string name) => With(ParameterChange.Remove(name));

    /// <summary>
    /// Replaces every value that a path selects. Where a path of names and indexes only selects nothing, what it names is created, with the
    /// objects and arrays on the way.
    /// </summary>
    /// <param name="path">
    /// A JSONPath (RFC 9535), such as <c>$.items[0].price</c>; <c>$</c> is the whole document. An index that is the length of its array
    /// appends.
    /// </param>
    /// <param name="value">The value, written now; <see langword="null"/> is the literal <c>null</c>.</param>
    /// <param name="options"><see langword="null"/> is <see cref="JsonSerializerOptions.Web"/>: names in camel case.</param>
    /// <exception cref="ProxyException">TO2220, TO2221: not a JSONPath. TO2224: the form is changed already.</exception>
    public RequestModification Json(string path, object? value, JsonSerializerOptions? options = null) => With(JsonChange.Put(path, value, options));

    /// <summary>Removes every value that a path selects, with the name of a member.</summary>
    /// <param name="path">A JSONPath (RFC 9535).</param>
    /// <exception cref="ProxyException">
    /// TO2220, TO2221: not a JSONPath. TO2223: <c>$</c> cannot be removed. TO2224: the form is changed already.
    /// </exception>
    public RequestModification RemoveJson(string path) => With(JsonChange.Remove(path));

    /// <summary>Replaces a member of the outermost object, or adds it.</summary>
    /// <param name="name">The name as it is: dots and brackets have no meaning.</param>
    /// <param name="value">The value, written now; <see langword="null"/> is the literal <c>null</c>.</param>
    /// <param name="options"><see langword="null"/> is <see cref="JsonSerializerOptions.Web"/>: names in camel case.</param>
    /// <exception cref="ProxyException">TO2224: the form is changed already.</exception>
    public RequestModification JsonMember(string name, object? value, JsonSerializerOptions? options = null) => With(JsonChange.PutMember(name, value, options));

    /// <summary>Removes a member of the outermost object.</summary>
    /// <param name="name">The name as it is: dots and brackets have no meaning.</param>
    /// <exception cref="ProxyException">TO2224: the form is changed already.</exception>
    public RequestModification RemoveJsonMember(string name) => With(JsonChange.RemoveMember(name));

    /// <summary>
    /// Replaces a text in the body wherever it occurs; one that does not occur is nothing to replace. The body has to be text in the
    /// charset that its content type names, else in UTF-8.
    /// </summary>
    /// <param name="text">The text as it is, compared with regard to case.</param>
    /// <param name="replacement">What takes its place; empty to remove it.</param>
    /// <exception cref="ProxyException">TO2682: the text is empty.</exception>
    public RequestModification ReplaceText(string text, string replacement) => With(TextChange.OfText(text, replacement));

    /// <summary>Replaces whatever a regular expression fits in the body, as <see cref="ReplaceText"/> does with a text.</summary>
    /// <param name="regex">
    /// An expression of .NET without lookarounds, backreferences and atomic groups: it takes a time that is linear in the length of the
    /// body.
    /// </param>
    /// <param name="replacement">What takes its place, in which <c>$1</c> or <c>${name}</c> is a group, and <c>$$</c> a dollar.</param>
    /// <exception cref="ProxyException">TO2682: not such an expression.</exception>
    public RequestModification ReplaceRegex(string regex, string replacement) => With(TextChange.OfRegex(regex, replacement));

    /// <summary>Shows what is changed.</summary>
    public override string ToString() => ChangesNothing ? "nothing" : string.Join(", ",
    [
        .. HeaderChanges.Select(h => $"{h}"),
        .. QueryChanges.Select(q => $"query {q}"),
        .. Body.Shown(),
    ]);

    private static bool IsHost(string name) => name.Equals("Host", StringComparison.OrdinalIgnoreCase);

    private RequestModification With(HeaderChange change) => this with { HeaderChanges = HeaderChanges.Add(change) };

    private RequestModification With(ParameterChange change) =>
        Body.Json.IsEmpty ? this with { Body = Body with { Form = Body.Form.Add(change) } } : throw ModificationErrors.FormAndJson();

    private RequestModification With(JsonChange change) =>
        Body.Form.IsEmpty ? this with { Body = Body with { Json = Body.Json.Add(change) } } : throw ModificationErrors.FormAndJson();

    private RequestModification With(TextChange change) => this with { Body = Body with { Text = Body.Text.Add(change) } };
}
