using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>Reads a recorded body: content coding, charset, JSON. Immutable.</summary>
internal sealed class BodyContent(RecordedBody body, RecordedHeaders headers, string whose)
{
    // Enough of a body to recognise it in a message.
    private const int Excerpt = 200;

    public string? MediaType => headers["Content-Type"];

    /// <summary>The bytes without their content coding, or as they are when it cannot be undone.</summary>
    public ReadOnlyMemory<byte> Decoded()
    {
        ContentCoding.TryDecode(body.Bytes, headers["Content-Encoding"], out ReadOnlyMemory<byte> decoded);
        return decoded;
    }

    /// <summary>The body as text, with a replacement character for each byte that its charset does not know.</summary>
    public string Text() => (BodyCharset.Of(MediaType) ?? Encoding.UTF8).GetString(WithoutMark(Decoded().Span));

    /// <summary>The body as text, or <see langword="null"/> when it is not valid in its charset.</summary>
    public string? ValidText()
    {
        if (BodyCharset.Of(MediaType) is not { } charset || !ContentCoding.TryDecode(body.Bytes, headers["Content-Encoding"], out ReadOnlyMemory<byte> decoded))
        {
            return null;
        }

        try
        {
            return BodyCharset.Strict(charset).GetString(WithoutMark(decoded.Span));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    public JsonNode Json()
    {
        string text = Text();
        try
        {
            return JsonNode.Parse(text) ?? throw NotJson("it is the literal null, which has no members", text);
        }
        catch (JsonException invalid)
        {
            throw NotJson(invalid.Message, text);
        }
    }

    private ProxyException NotJson(string why, string text)
    {
        string seen = body.Capture switch
        {
            BodyCapture.Dropped => "it was dropped to keep the session within MaxSessionBodyBytes",
            BodyCapture.Truncated => $"only its first {body.Bytes.Length} of {body.Length} bytes were kept (MaxBodyBytes)",
            BodyCapture.Whole or _ when text.Length == 0 => "it is empty",
            _ => $"{why.TrimEnd('.')}. It begins with: {(text.Length <= Excerpt ? text : text[..Excerpt])}",
        };
        return new ProxyException("TO2111", $"The body of {whose} is not JSON: {seen.TrimEnd('.')}. Its content type is {(MediaType is null ? "not given" : $"'{MediaType}'")}.");
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) => text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
}
