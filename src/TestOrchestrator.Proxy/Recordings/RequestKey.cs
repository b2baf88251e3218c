using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.JsonPaths;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>By what a request is found in a recording. Immutable.</summary>
internal sealed record RequestKey
{
    public required string Method { get; init; }

    /// <summary>Gets scheme, host and port.</summary>
    public required string Origin { get; init; }

    public required string Path { get; init; }

    public required ImmutableArray<KeyValuePair<string, string>> Query { get; init; }

    /// <summary>Gets the headers that count, a name that is missing with an empty value.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>Gets the fields of a body that is a form; of a file its name and hash.</summary>
    public ImmutableArray<KeyValuePair<string, string>>? Form { get; init; }

    public bool IsJson { get; init; }

    public JsonNode? Json { get; init; }

    /// <summary>Gets a body that is neither: the text, or the hash of what is none.</summary>
    public string Text { get; init; } = "";

    public static RequestKey Of(RecordedRequest request, RecordingOptions options)
    {
        RequestHead head = request.Head;
        RequestKey key = new()
        {
            Method = head.Method,
            Origin = $"{head.Scheme}://{HostText.InAuthority(head.Host)}:{head.Port}",
            Path = head.Path,
            Query = Counting(head.Query, options),
            Headers = [.. options.KeyHeaders.Select(n => new KeyValuePair<string, string>(n, head.Headers[n] ?? ""))],
        };
        ReadOnlyMemory<byte> body = request.Content.Decoded();
        return body.IsEmpty ? key
            : FormType.Of(head.Headers) switch
            {
                FormKind.UrlEncoded => key with { Form = Counting(QueryText.Parse(request.Text), options) },
                FormKind.Multipart when MultipartForm.Boundary(head.Headers["Content-Type"]) is { } boundary => key with { Form = Counting(Parts(body.Span, boundary), options) },
                FormKind.Multipart or FormKind.None or _ => JsonType.IsLikely(head.Headers, body.Span) && JsonReading.TryRead(Encoding.UTF8.GetBytes(request.Text), out JsonNode? root, out _)
                    ? key with { IsJson = true, Json = Without(root, options) }
                    : key with { Text = request.Content.ValidText() ?? $"sha256:{Hash(body.Span)}" },
            };
    }

    private static ImmutableArray<KeyValuePair<string, string>> Counting(ImmutableArray<KeyValuePair<string, string>> parameters, RecordingOptions options) =>
        [.. parameters.Where(p => !options.IgnoredParameters.Contains(p.Key, StringComparer.Ordinal))];

    private static ImmutableArray<KeyValuePair<string, string>> Parts(ReadOnlySpan<byte> form, string boundary)
    {
        string text = Encoding.Latin1.GetString(form);
        return
        [
            .. MultipartForm.Parts(text, boundary).Select(p => (Part: p, Bytes: Encoding.Latin1.GetBytes(text.Substring(p.Start, p.Length))))
                .Select(p => new KeyValuePair<string, string>(p.Part.Name, p.Part.FileName is null ? Encoding.UTF8.GetString(p.Bytes) : $"{p.Part.FileName} sha256:{Hash(p.Bytes)}")),
        ];
    }

    private static JsonNode? Without(JsonNode? root, RecordingOptions options)
    {
        foreach (LocatedNode node in options.IgnoredJsonPaths.SelectMany(p => JsonPath.Parse(p).Select(root)).ToArray())
        {
            // Items stay where they are, so that what follows them is still compared with its like.
            if (node.Location.Parent is { } parent && At(root, parent) is { } owner)
            {
                if (owner is JsonObject members && node.Location.Name is { } name)
                {
                    members.Remove(name);
                }
                else if (owner is JsonArray items && node.Location.Index < items.Count)
                {
                    items[node.Location.Index] = null;
                }
            }
        }

        return root;
    }

    private static JsonNode? At(JsonNode? root, JsonLocation location) =>
        location.Way().Aggregate(root, (at, step) => at switch
        {
            JsonObject members when step.Name is { } name => members[name],
            JsonArray items when step.Index >= 0 && step.Index < items.Count => items[step.Index],
            _ => null,
        });

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
