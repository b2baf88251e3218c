using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.StaticFiles;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Mocks.Templates;

namespace TestOrchestrator.Proxy.Mocks;

/// <summary>Describes an answer: status 200 and empty, until something else is said.</summary>
/// <remarks>
/// Immutable: every method returns a new response. To a HEAD request the headers of the answer are sent without its body.
/// </remarks>
public sealed record MockResponse
{
    private static readonly FileExtensionContentTypeProvider s_contentTypes = new();

    internal int StatusCode { get; private init; } = (int)HttpStatusCode.OK;

    internal ImmutableArray<KeyValuePair<string, string>> Headers { get; private init; } = [];

    internal ImmutableArray<KeyValuePair<string, string>> Trailers { get; private init; } = [];

    internal MockBody? Body { get; private init; }

    internal TimeSpan Wait { get; private init; }

    internal ResponseGate? Gate { get; private init; }

    /// <summary>Sets the status code.</summary>
    /// <param name="status">200 to 999.</param>
    /// <exception cref="ProxyException">TO2204: a response cannot have it.</exception>
    public MockResponse Status(int status) => status is >= 200 and <= 999
        ? this with { StatusCode = status }
        : throw ResponseErrors.Status(status);

    /// <summary>Sets the status code.</summary>
    /// <param name="status">200 to 999.</param>
    /// <exception cref="ProxyException">TO2204: a response cannot have it.</exception>
    public MockResponse Status(HttpStatusCode status) => Status((int)status);

    /// <summary>Adds a header line; a name that is given twice is sent twice, but Content-Type replaces that of the body.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value: printable characters of Latin-1, blanks and tabs.</param>
    /// <exception cref="ProxyException">TO2201 to TO2203: the header cannot be sent.</exception>
    public MockResponse Header(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return this with { Headers = Headers.Add(HeaderLine.Checked(name, value)) };
    }

    /// <summary>
    /// Adds a header line that is sent behind the body, such as <c>grpc-status</c>; a name that is given twice is sent twice.
    /// </summary>
    /// <remarks>Sent over HTTP/2. Over HTTP/1.1 trailers are left out.</remarks>
    /// <param name="name">The name.</param>
    /// <param name="value">The value: printable characters of Latin-1, blanks and tabs.</param>
    /// <exception cref="ProxyException">TO2201 to TO2203: the header cannot be sent.</exception>
    public MockResponse Trailer(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return this with { Trailers = Trailers.Add(HeaderLine.Checked(name, value)) };
    }

    /// <summary>Sets the body to a text, sent in UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contentType">The default is <c>text/plain; charset=utf-8</c>.</param>
    public MockResponse Text(string text, string contentType = "text/plain; charset=utf-8")
    {
        ArgumentNullException.ThrowIfNull(text);
        return Bytes(Encoding.UTF8.GetBytes(text), contentType);
    }

    /// <summary>Sets the body to a value as JSON; it is written now, so that changing the value later changes nothing.</summary>
    /// <param name="value">
    /// The value; <see langword="null"/> is the literal <c>null</c>, and a text is a JSON string: for ready JSON there is
    /// <see cref="JsonText"/>.
    /// </param>
    /// <param name="options"><see langword="null"/> is <see cref="JsonSerializerOptions.Web"/>: names in camel case.</param>
    public MockResponse Json(object? value, JsonSerializerOptions? options = null) =>
        Bytes(JsonSerializer.SerializeToUtf8Bytes(value, options ?? JsonSerializerOptions.Web), "application/json");

    /// <summary>Sets the body to a text that is JSON already, exactly as it is.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="ProxyException">TO2208: it is not JSON.</exception>
    public MockResponse JsonText(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
        }
        catch (JsonException invalid)
        {
            throw ResponseErrors.NotJson(invalid.Message);
        }

        return Text(json, "application/json");
    }

    /// <summary>Sets the body to a file, which is read anew for each answer.</summary>
    /// <param name="path">The file; it exists already. A relative path is taken from the current directory now.</param>
    /// <param name="contentType"><see langword="null"/> takes it from the extension, else <c>application/octet-stream</c>.</param>
    /// <exception cref="ProxyException">TO2206: the file does not exist.</exception>
    public MockResponse File(string path, string? contentType = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = Path.GetFullPath(path);
        if (!System.IO.File.Exists(full))
        {
            throw ResponseErrors.NoFile(full);
        }

        string known = s_contentTypes.TryGetContentType(full, out string? byExtension) ? byExtension : "application/octet-stream";
        return this with { Body = MockBody.OfFile(full, CheckedType(contentType ?? known)) };
    }

    /// <summary>Sets the body to bytes, which are copied.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="contentType">The default is <c>application/octet-stream</c>.</param>
    public MockResponse Bytes(ReadOnlyMemory<byte> content, string contentType = "application/octet-stream")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(contentType);
        return this with { Body = MockBody.Of(content, CheckedType(contentType)) };
    }

    /// <summary>
    /// Sets the body to pieces that are sent as they come, of a length that nobody knows beforehand: an event stream, a large export.
    /// </summary>
    /// <param name="pieces">
    /// Begins the pieces for a request; the token is canceled when the client goes away or the session ends. When it throws after the first
    /// piece, the client sees a response that broke off.
    /// </param>
    /// <param name="contentType">The default is <c>application/octet-stream</c>; event streams are <c>text/event-stream</c>.</param>
    public MockResponse Stream(Func<RecordedRequest, CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>> pieces, string contentType = "application/octet-stream")
    {
        ArgumentNullException.ThrowIfNull(pieces);
        ArgumentException.ThrowIfNullOrWhiteSpace(contentType);
        return this with { Body = MockBody.OfPieces(pieces, CheckedType(contentType)) };
    }

    /// <summary>
    /// Sets the body to a text with values of the request in double braces, such as <c>{{request.query.id}}</c>, or with a default
    /// <c>{{request.query.id|0}}</c>.
    /// </summary>
    /// <remarks>
    /// The values are <c>request.method</c>, <c>request.url</c>, <c>request.host</c>, <c>request.path</c>, <c>request.body</c>,
    /// <c>request.query.NAME</c>, <c>request.form.NAME</c>, <c>request.header.NAME</c>, <c>request.cookie.NAME</c>,
    /// <c>request.json.PATH</c> (a JSONPath without its <c>$</c>), <c>call</c> (from 1), <c>now</c> (UTC) and <c>uuid</c>. A value that the
    /// request does not have, and that has no default, makes the answer 500 and a problem (TO2306).
    /// </remarks>
    /// <param name="text">The text.</param>
    /// <param name="contentType">
    /// The default is JSON. In JSON, texts are escaped for a string, and what was selected from the request's JSON is written as JSON
    /// unless it is a text.
    /// </param>
    /// <exception cref="ProxyException">TO2215: it cannot be read.</exception>
    public MockResponse Template(string text, string contentType = "application/json")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrWhiteSpace(contentType);
        return this with { Body = MockBody.OfTemplate(ResponseTemplate.Parse(text, JsonType.Is(contentType)), CheckedType(contentType)) };
    }

    /// <summary>Holds the answer back for a time.</summary>
    /// <param name="delay">Counted by the clock of the server from when the whole request has been received; not negative.</param>
    /// <exception cref="ProxyException">TO2207: it is negative.</exception>
    public MockResponse Delay(TimeSpan delay) => delay >= TimeSpan.Zero ? this with { Wait = delay } : throw ResponseErrors.NegativeDelay(delay);

    /// <summary>Holds the answer back until a gate is opened; after the delay, where there is one.</summary>
    /// <param name="gate">The gate; several responses may have the same.</param>
    public MockResponse HeldBy(ResponseGate gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return this with { Gate = gate };
    }

    /// <summary>Shows the status.</summary>
    public override string ToString() => $"status {StatusCode}";

    /// <exception cref="ProxyException">What was said cannot be sent together.</exception>
    internal MockResponse Checked() => Body is not null && StatusCode is 204 or 205 or 304 ? throw ResponseErrors.BodyNotAllowed(StatusCode) : this;

    private static string CheckedType(string contentType) => HeaderLine.Checked("Content-Type", contentType).Value;
}
