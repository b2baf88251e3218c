using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>A request as the client sent it, at the moment it was asked for. Immutable.</summary>
public sealed class RecordedRequest
{
    private readonly RequestHead _head;
    private readonly RecordedBody _body;

    internal RecordedRequest(RequestHead head, RecordedBody body, RecordedHeaders? trailers = null) => (_head, _body, Trailers) = (head, body, trailers ?? RecordedHeaders.Empty);

    /// <summary>Gets the method, such as <c>GET</c>; <c>CONNECT</c> for a tunnel.</summary>
    public string Method => _head.Method;

    /// <summary>Gets the URL that the client meant, equal to a URI made of the same text.</summary>
    /// <value>For a tunnel <c>tcp://host:port/</c>.</value>
    public Uri Url => _head.Url;

    /// <summary>Gets the URL with path and query exactly as they were sent, where <see cref="Url"/> decodes and shortens.</summary>
    public string RawUrl => _head.RawUrl;

    /// <summary>Gets the headers.</summary>
    public RecordedHeaders Headers => _head.Headers;

    /// <summary>Gets the headers that came after the body (RFC 9110, section 6.5).</summary>
    /// <value>
    /// Empty when there are none, and until the whole body has been received. Those of a request to an origin of HTTP/2 do not go on.
    /// </value>
    public RecordedHeaders Trailers { get; }

    /// <summary>Gets the protocol between client and proxy, such as <c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol => _head.Protocol;

    /// <summary>
    /// Gets what was kept of the body, as it was sent; <see cref="Text"/> and <see cref="Json"/> undo its content coding.
    /// </summary>
    public ReadOnlyMemory<byte> Body => _body.Bytes;

    /// <summary>Gets how much of the body was kept.</summary>
    public BodyCapture BodyCapture => _body.Capture;

    /// <summary>Gets how long the body is so far, in bytes, kept or not.</summary>
    public long BodyLength => _body.Length;

    /// <summary>Gets the body as text, in the charset that its content type names, else UTF-8.</summary>
    public string Text => Content.Text();

    /// <summary>Gets the body as JSON; every call reads it anew, so that changing the result changes nothing else.</summary>
    /// <exception cref="ProxyException">TO2111: the body is not JSON.</exception>
    public JsonNode Json => Content.Json();

    /// <summary>Shows method and URL.</summary>
    public override string ToString() => _head.ToString();

    internal RequestHead Head => _head;

    internal BodyContent Content => new(_body, Headers, $"the request {_head}");
}
