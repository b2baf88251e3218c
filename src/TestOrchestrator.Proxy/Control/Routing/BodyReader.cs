using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TestOrchestrator.Proxy.Control.Wire;

namespace TestOrchestrator.Proxy.Control.Routing;

/// <summary>Reads the body of a request, bounded, and checks it against its shape.</summary>
internal static class BodyReader
{
    /// <summary>How many bytes a body may have.</summary>
    public const int Limit = 16 * 1024 * 1024;

    // What clients say of JSON when they are not told otherwise: curl, fetch and HttpClient.
    private static readonly string[] s_types = ["application/x-www-form-urlencoded", "text/plain", "text/json"];

    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>Reads it whole; nothing at all is an object without members.</summary>
    /// <exception cref="ControlException">
    /// TO2471: it is said to be no JSON. TO2606: it is too long. TO2607: it is not JSON. TO2608 to TO2610: it is not of this shape.
    /// </exception>
    public static async Task<WireObject> ReadAsync(WireShape shape, IHttpRequestFeature request, CancellationToken cancellationToken)
    {
        CheckType(request.Headers);
        if (request.Headers.ContentLength > Limit)
        {
            throw ControlErrors.TooLarge(Limit);
        }

        Stream body = request.Body;

        using MemoryStream whole = new();
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (whole.Length + read > Limit)
            {
                throw ControlErrors.TooLarge(Limit);
            }

            whole.Write(buffer, 0, read);
        }

        return Checked(shape, Parse(whole.Length == 0 ? "{}"u8.ToArray() : whole.GetBuffer().AsMemory(0, (int)whole.Length)));
    }

    private static void CheckType(IHeaderDictionary headers)
    {
        string type = headers.ContentType.ToString();
        string media = type.Split(';')[0].Trim().ToLowerInvariant();
        if (media.Length > 0 && media != "application/json" && !media.EndsWith("+json", StringComparison.Ordinal) && !s_types.Contains(media))
        {
            throw ControlErrors.NotJsonType(type);
        }

        string coding = headers.ContentEncoding.ToString();
        if (coding.Length > 0 && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw ControlErrors.Coded(coding);
        }
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            // Copied out of the document, since what is remembered of a mock outlives the request.
            using JsonDocument document = JsonDocument.Parse(json, s_strict);
            ReadTexts(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            throw ControlErrors.NotJson(invalid.Message);
        }
    }

    // The parser leaves texts unread: bytes that are no UTF-8, and halves of surrogate pairs, would show only where one is used.
    private static void ReadTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadTexts(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    ReadTexts(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            default:
                break;
        }
    }

    private static WireObject Checked(WireShape shape, JsonElement body)
    {
        List<ControlFinding> findings = [];
        shape.Check(body, "", findings);
        return findings.Count == 0 ? new WireObject(body, "") : throw new ControlException(StatusCodes.Status400BadRequest, [.. findings]);
    }
}
