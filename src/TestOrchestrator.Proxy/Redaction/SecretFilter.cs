using System.Collections.Frozen;
using System.Net.Mime;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.Proxy.WebSockets;

namespace TestOrchestrator.Proxy.Redaction;

/// <summary>
/// Replaces secrets in what leaves the process: HAR files and events. What is recorded in memory stays as it was. Thread-safe.
/// </summary>
internal sealed class SecretFilter(IEnumerable<string> headers, SecretNames names, Func<string, string, string>? standInOfHeader = null)
{
    /// <summary>What stands where a secret was; always the same, so that files can be compared.</summary>
    public const string Marker = "[redacted]";

    private const string UrlEncodedForm = "application/x-www-form-urlencoded";

    private readonly FrozenSet<string> _headers = headers.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly SecretNames _names = names;

    public SecretFilter(ProxySessionOptions session)
        : this(session.RedactedHeaders, new SecretNames(session.RedactedParameters))
    {
    }

    /// <summary>Whether the whole value of a header is secret.</summary>
    public bool IsSecretHeader(string name) => _headers.Contains(name);

    /// <summary>The value of a header, in which URLs are freed of secret parameters.</summary>
    public string Header(string name, string value) => IsSecretHeader(name) ? standInOfHeader?.Invoke(name, value) ?? Marker : Text(value);

    /// <summary>The value of a parameter of a query or form.</summary>
    public string Parameter(string name, string value) => value.Length > 0 && _names.Contains(name) ? _names.StandIn(value) : value;

    /// <summary>A URL freed of secret parameters.</summary>
    public string Url(string url) => ParameterText.Url.Redact(url, _names);

    /// <summary>A text freed of secret parameters in the URLs that it may hold.</summary>
    public string Text(string text) => ParameterText.WithUrls.Redact(text, _names);

    /// <summary>A body without its content coding, freed of secret form fields and JSON members.</summary>
    public ReadableBody Body(BodyContent content)
    {
        string? text = content.ValidText();
        if (MultipartForm.Boundary(content.MediaType) is { } boundary)
        {
            return text is null ? Binary(content.Decoded(), boundary) : new ReadableBody { Text = Multipart(text, boundary) };
        }

        return text is null ? new ReadableBody { Bytes = content.Decoded() } : new ReadableBody { Text = Body(text, content.MediaType) };
    }

    /// <summary>A message of a WebSocket, freed of secret JSON members.</summary>
    public ReadableBody Message(WebSocketMessage message) => message.Opcode is WebSocketOpcode.Text or WebSocketOpcode.Close
        ? new ReadableBody { Text = Body(message.Text, mediaType: null) }
        : new ReadableBody { Bytes = message.Payload };

    private string Body(string text, string? mediaType)
    {
        if (IsOf(mediaType, UrlEncodedForm))
        {
            return ParameterText.Form.Redact(text, _names);
        }

        // What the proxy itself says about a request names its URL.
        if (IsOf(mediaType, MediaTypeNames.Text.Plain))
        {
            return Text(text);
        }

        // Events of a stream and lines of ndjson hold JSON too.
        bool isJson = mediaType?.Contains("json", StringComparison.OrdinalIgnoreCase) ?? text.AsSpan().TrimStart() is ['{' or '[', ..];
        return isJson || IsOf(mediaType, MediaTypeNames.Text.EventStream) ? JsonText.Redact(text, _names) : text;
    }

    // Each byte as a character and back: the parts that are text are read, the others keep their bytes.
    private ReadableBody Binary(ReadOnlyMemory<byte> form, string boundary)
    {
        string redacted = Multipart(Encoding.Latin1.GetString(form.Span), boundary);
        return new ReadableBody { Bytes = Encoding.Latin1.GetBytes(redacted) };
    }

    // Without the contents of its secret parts.
    private string Multipart(string form, string boundary)
    {
        StringBuilder? result = null;
        int copied = 0;
        foreach (MultipartPart part in MultipartForm.Parts(form, boundary).Where(p => _names.Contains(p.Name)))
        {
            result ??= new StringBuilder(form.Length);
            result.Append(form, copied, part.Start - copied).Append(_names.StandIn(form.Substring(part.Start, part.Length)));
            copied = part.Start + part.Length;
        }

        return result is null ? form : result.Append(form, copied, form.Length - copied).ToString();
    }

    private static bool IsOf(string? mediaType, string type) => mediaType?.StartsWith(type, StringComparison.OrdinalIgnoreCase) ?? false;
}
