using System.Collections.Immutable;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Redaction;

namespace TestOrchestrator.Proxy.Har;

/// <summary>Turns recorded requests and responses into those of a HAR file, without secrets. Immutable.</summary>
internal sealed class HarMessages(SecretFilter secrets)
{
    public static HarResponse NoResponse(string protocol, string? error) => new()
    {
        // Importers demand a response; status 0 is how browsers write that there was none.
        Status = 0,
        HttpVersion = protocol,
        Content = new HarContent { MimeType = "x-unknown" },
        Error = error,
    };

    public HarRequest Request(RecordedRequest request, bool isWebSocket) => new()
    {
        Method = request.Method,
        Url = isWebSocket ? HarUrl.OfWebSocket(secrets.Url(request.RawUrl)) : secrets.Url(request.RawUrl),
        HttpVersion = request.Protocol,
        Cookies = HarCookies.OfRequest(request.Headers, secrets.IsSecretHeader("Cookie")),
        Headers = Headers(request.Headers),
        QueryString = [.. request.Head.Query.Select(p => new HarPair(p.Key, secrets.Parameter(p.Key, p.Value)))],
        PostData = request.BodyLength > 0 ? PostData(request) : null,
        Trailers = Headers(request.Trailers),
        BodySize = request.BodyLength,
    };

    public HarResponse Response(RecordedResponse response) => new()
    {
        Status = response.Status,
        StatusText = response.Reason,
        HttpVersion = response.Protocol,
        Cookies = HarCookies.OfResponse(response.Headers, secrets.IsSecretHeader("Set-Cookie")),
        Headers = Headers(response.Headers),
        Content = Content(response),
        Trailers = Headers(response.Trailers),
        RedirectUrl = secrets.Url(response.Headers["Location"] ?? ""),
        BodySize = response.BodyLength,
    };

    private ImmutableArray<HarPair> Headers(RecordedHeaders headers) => [.. headers.Select(h => new HarPair(h.Key, secrets.Header(h.Key, h.Value)))];

    private HarPostData PostData(RecordedRequest request)
    {
        ReadableBody readable = secrets.Body(request.Content);
        return new HarPostData
        {
            MimeType = request.Content.MediaType ?? "",
            Params = Params(request.Headers, readable),
            Body = Body(readable, request.BodyCapture),
        };
    }

    private HarContent Content(RecordedResponse response)
    {
        if (response.BodyLength == 0)
        {
            return new HarContent { MimeType = response.Content.MediaType ?? "x-unknown" };
        }

        // Only of a body that was kept whole is it known what it was before its content coding.
        bool isCoded = response.Headers.Contains("Content-Encoding") && response.BodyCapture == BodyCapture.Whole;
        long size = isCoded ? response.Content.Decoded().Length : response.BodyLength;
        return new HarContent
        {
            Size = size,
            Compression = isCoded && size != response.BodyLength ? size - response.BodyLength : null,
            MimeType = response.Content.MediaType ?? "x-unknown",
            Body = response.BodyCapture == BodyCapture.Dropped
                ? HarBody.None with { Capture = BodyCapture.Dropped }
                : Body(secrets.Body(response.Content), response.BodyCapture),
        };
    }

    private static HarBody Body(ReadableBody readable, BodyCapture capture) => new()
    {
        Text = readable.Text ?? Convert.ToBase64String(readable.Bytes.Span),
        IsBase64 = readable.Text is null,
        Capture = capture,
    };

    // They are read from what has been freed of its secrets already; a file has no value.
    private static ImmutableArray<HarParam> Params(RecordedHeaders headers, ReadableBody readable)
    {
        if (readable.Text is { } form && FormType.Of(headers) == FormKind.UrlEncoded)
        {
            return [.. QueryText.Parse(form).Select(p => new HarParam { Name = p.Key, Value = p.Value })];
        }

        if (MultipartForm.Boundary(headers["Content-Type"]) is not { } boundary)
        {
            return [];
        }

        string text = readable.Text ?? Encoding.Latin1.GetString(readable.Bytes.Span);
        return
        [
            .. MultipartForm.Parts(text, boundary).Select(p => new HarParam
            {
                Name = Utf8(p.Name, readable),
                Value = p.FileName is null ? Utf8(text.Substring(p.Start, p.Length), readable) : null,
                FileName = p.FileName is null ? null : Utf8(p.FileName, readable),
                ContentType = p.ContentType,
            }),
        ];
    }

    // Of a form with binary parts each byte was read as a character.
    private static string Utf8(string text, ReadableBody readable) => readable.Text is null ? MultipartForm.Utf8(text) : text;
}
