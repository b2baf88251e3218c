using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.JsonPaths;

namespace TestOrchestrator.Proxy.Matching;

/// <summary>The body of a request, read as a form or as JSON. What cannot be read so has no fields. Not thread-safe.</summary>
internal sealed class RequestBodyText(RecordedRequest request)
{
    private ImmutableArray<KeyValuePair<string, string>> _form;
    private (bool IsJson, JsonNode? Root)? _json;

    /// <summary>Gets the fields of a form, decoded, in their order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Form => _form.IsDefault ? _form = ReadForm() : _form;

    /// <summary>Gets the root of the JSON.</summary>
    /// <param name="root">The root; <see langword="null"/> is the literal of JSON.</param>
    /// <returns>Whether it is JSON.</returns>
    public bool TryGetJson(out JsonNode? root)
    {
        (bool isJson, root) = _json ??= ReadJson();
        return isJson;
    }

    private ImmutableArray<KeyValuePair<string, string>> ReadForm() => FormType.Of(request.Headers) switch
    {
        FormKind.UrlEncoded => QueryText.Parse(request.Text),
        FormKind.Multipart => MultipartForm.Fields(request.Content.Decoded().Span, request.Headers["Content-Type"]),
        FormKind.None or _ => [],
    };

    private (bool IsJson, JsonNode? Root) ReadJson() =>
        JsonType.IsLikely(request.Headers, request.Content.Decoded().Span) && JsonReading.TryRead(Encoding.UTF8.GetBytes(request.Text), out JsonNode? root, out _) ? (true, root) : (false, null);
}
