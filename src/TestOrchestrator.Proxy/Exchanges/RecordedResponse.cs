using System.Globalization;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>A response as the proxy gave it to the client, at the moment it was asked for. Immutable.</summary>
public sealed class RecordedResponse
{
    private readonly ResponseHead _head;
    private readonly RecordedBody _body;

    internal RecordedResponse(ResponseHead head, RecordedBody body, RecordedHeaders trailers) => (_head, _body, Trailers) = (head, body, trailers);

    /// <summary>Gets the status code.</summary>
    public int Status => _head.Status;

    /// <summary>Gets the text beside the status; empty when there is none, as in HTTP/2.</summary>
    public string Reason => _head.Reason;

    /// <summary>Gets the headers, including those that end at the proxy.</summary>
    public RecordedHeaders Headers => _head.Headers;

    /// <summary>Gets the headers that came after the body (RFC 9110, section 6.5), such as the status of a call of gRPC.</summary>
    /// <value>Empty when there are none, and until the response is complete. A client of HTTP/1.1 does not get them.</value>
    public RecordedHeaders Trailers { get; }

    /// <summary>Gets the protocol in which the origin answered, or that of the client when the proxy did.</summary>
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

    /// <summary>Shows the status, and that of a call of gRPC.</summary>
    public override string ToString() => GrpcStatus.Of(this) is { } grpc ? string.Create(CultureInfo.InvariantCulture, $"{Status}, {grpc}") : Status.ToString(CultureInfo.InvariantCulture);

    internal BodyContent Content => new(_body, Headers, $"a response with status {Status}");
}
