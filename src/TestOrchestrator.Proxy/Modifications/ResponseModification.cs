using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using TestOrchestrator.Proxy.Mocks;

namespace TestOrchestrator.Proxy.Modifications;

/// <summary>
/// Describes how the response of an origin is changed before it goes to the client; what is not named stays as the origin sent it, byte by
/// byte.
/// </summary>
/// <remarks>
/// Immutable: every method returns a new modification. JSON is changed first, then text, the status, headers; within each in the order in
/// which changes were said, and each sees what those before it left. A body is decoded for its change and sent without content coding.
/// </remarks>
public sealed record ResponseModification
{
    internal ResponseModification()
    {
    }

    internal ImmutableArray<HeaderChange> HeaderChanges { get; private init; } = [];

    internal BodyChanges Body { get; private init; } = BodyChanges.None;

    internal int? StatusCode { get; private init; }

    internal TimeSpan Wait { get; private init; }

    internal bool ChangesBody => !Body.IsEmpty;

    internal bool ChangesNothing => HeaderChanges.IsEmpty && StatusCode is null && !ChangesBody;

    /// <summary>Replaces the status code; the body stays, but for a status that has none.</summary>
    /// <param name="status">200 to 999.</param>
    /// <exception cref="ProxyException">TO2204: a response cannot have it.</exception>
    public ResponseModification Status(int status) => status is >= 200 and <= 999 ? this with { StatusCode = status } : throw ResponseErrors.Status(status);

    /// <summary>Replaces the status code; the body stays, but for a status that has none.</summary>
    /// <param name="status">200 to 999.</param>
    /// <exception cref="ProxyException">TO2204: a response cannot have it.</exception>
    public ResponseModification Status(HttpStatusCode status) => Status((int)status);

    /// <summary>Replaces all lines of a header, or adds it.</summary>
    /// <param name="name">The name, compared without regard to case.</param>
    /// <param name="values">One or several values, each in a line of its own: printable characters of Latin-1, blanks and tabs.</param>
    /// <exception cref="ProxyException">TO2201 to TO2203: the header cannot be sent. TO2222: no value.</exception>
    public ResponseModification Header(string name, params string[] values) => With(HeaderChange.Put(name, values));

    /// <summary>Adds a line of a header to those there are.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value, as in <see cref="Header"/>.</param>
    /// <exception cref="ProxyException">TO2201 to TO2203: the header cannot be sent.</exception>
    public ResponseModification AddHeader(string name, string value) => With(HeaderChange.Add(name, value));

    /// <summary>Removes all lines of a header; one that is not there is nothing to remove.</summary>
    /// <param name="name">The name, compared without regard to case.</param>
    /// <exception cref="ProxyException">TO2201, TO2203: no name, or a header that the proxy sets itself.</exception>
    public ResponseModification RemoveHeader(string name) => With(HeaderChange.Remove(name));

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
    /// <exception cref="ProxyException">TO2220, TO2221: not a JSONPath.</exception>
    public ResponseModification Json(string path, object? value, JsonSerializerOptions? options = null) => With(JsonChange.Put(path, value, options));

    /// <summary>Removes every value that a path selects, with the name of a member.</summary>
    /// <param name="path">A JSONPath (RFC 9535).</param>
    /// <exception cref="ProxyException">TO2220, TO2221: not a JSONPath. TO2223: <c>$</c> cannot be removed.</exception>
    public ResponseModification RemoveJson(string path) => With(JsonChange.Remove(path));

    /// <summary>Replaces a member of the outermost object, or adds it.</summary>
    /// <param name="name">The name as it is: dots and brackets have no meaning.</param>
    /// <param name="value">The value, written now; <see langword="null"/> is the literal <c>null</c>.</param>
    /// <param name="options"><see langword="null"/> is <see cref="JsonSerializerOptions.Web"/>: names in camel case.</param>
    public ResponseModification JsonMember(string name, object? value, JsonSerializerOptions? options = null) => With(JsonChange.PutMember(name, value, options));

    /// <summary>Removes a member of the outermost object.</summary>
    /// <param name="name">The name as it is: dots and brackets have no meaning.</param>
    public ResponseModification RemoveJsonMember(string name) => With(JsonChange.RemoveMember(name));

    /// <summary>
    /// Replaces a text in the body wherever it occurs; one that does not occur is nothing to replace. The body has to be text in the
    /// charset that its content type names, else in UTF-8.
    /// </summary>
    /// <param name="text">The text as it is, compared with regard to case.</param>
    /// <param name="replacement">What takes its place; empty to remove it.</param>
    /// <exception cref="ProxyException">TO2682: the text is empty.</exception>
    public ResponseModification ReplaceText(string text, string replacement) => With(TextChange.OfText(text, replacement));

    /// <summary>Replaces whatever a regular expression fits in the body, as <see cref="ReplaceText"/> does with a text.</summary>
    /// <param name="regex">
    /// An expression of .NET without lookarounds, backreferences and atomic groups: it takes a time that is linear in the length of the
    /// body.
    /// </param>
    /// <param name="replacement">What takes its place, in which <c>$1</c> or <c>${name}</c> is a group, and <c>$$</c> a dollar.</param>
    /// <exception cref="ProxyException">TO2682: not such an expression.</exception>
    public ResponseModification ReplaceRegex(string regex, string replacement) => With(TextChange.OfRegex(regex, replacement));

    /// <summary>Holds the response back for a time.</summary>
    /// <param name="delay">Counted by the clock of the server from when the head of the origin's response has come; not negative.</param>
    /// <exception cref="ProxyException">TO2207: it is negative.</exception>
    public ResponseModification Delay(TimeSpan delay) => delay >= TimeSpan.Zero ? this with { Wait = delay } : throw ResponseErrors.NegativeDelay(delay);

    /// <summary>Shows what is changed.</summary>
    public override string ToString() => ChangesNothing ? "nothing" : string.Join(", ",
    [
        .. Body.Shown(),
        .. StatusCode is { } status ? new[] { $"status {status}" } : [],
        .. HeaderChanges.Select(h => $"{h}"),
    ]);

    /// <exception cref="ProxyException">TO2205: what was said cannot be sent together.</exception>
    internal ResponseModification Checked() => ChangesBody && StatusCode is 204 or 205 or 304 ? throw ResponseErrors.BodyNotAllowed(StatusCode ?? 0) : this;

    private ResponseModification With(HeaderChange change) => this with { HeaderChanges = HeaderChanges.Add(change) };

    private ResponseModification With(JsonChange change) => this with { Body = Body with { Json = Body.Json.Add(change) } };

    private ResponseModification With(TextChange change) => this with { Body = Body with { Text = Body.Text.Add(change) } };
}
