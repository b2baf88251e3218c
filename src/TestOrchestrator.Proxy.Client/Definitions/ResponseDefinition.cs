using System.Text.Json;
using System.Text.Json.Serialization;

namespace TestOrchestrator.Proxy.Client.Definitions;

/// <summary>
/// What a mock answers, or how it changes the real response. At most one of <see cref="Text"/>, <see cref="Json"/>, <see cref="Base64"/>,
/// <see cref="File"/> and <see cref="Template"/> is given. Immutable.
/// </summary>
public sealed record ResponseDefinition
{
    /// <summary>Gets the status.</summary>
    /// <value>The default is 200.</value>
    public int? Status { get; init; }

    /// <summary>Gets the body as text.</summary>
    public string? Text { get; init; }

    /// <summary>Gets the body as JSON.</summary>
    /// <value><see langword="null"/> is no such body; the literal <c>null</c> is an element of that kind.</value>
    public JsonElement? Json { get; init; }

    /// <summary>Gets the body as bytes in base64.</summary>
    public string? Base64 { get; init; }

    /// <summary>Gets the body as a file of the machine that the proxy runs on, read anew for each answer.</summary>
    public string? File { get; init; }

    /// <summary>Gets the body as a text with values of the request in double braces, such as <c>{{request.query.id|0}}</c>.</summary>
    public string? Template { get; init; }

    /// <summary>Gets the content type.</summary>
    /// <value>The default is that of the kind of body.</value>
    public string? ContentType { get; init; }

    /// <summary>Gets the headers, each with one value, which is put.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>
    /// Gets changes of headers, after <see cref="Headers"/>: several lines of one name, and what is removed of the real response.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<HeaderModificationDefinition>? HeaderModifications { get; init; }

    /// <summary>Gets the lines behind the body, such as <c>grpc-status</c>, sent over HTTP/2; only where the origin is not asked.</summary>
    public IReadOnlyDictionary<string, string>? Trailers { get; init; }

    /// <summary>Gets the id of the gate that holds the answer, after the delay; only where the origin is not asked.</summary>
    public string? HeldBy { get; init; }

    /// <summary>Gets how long the answer is held back, in seconds.</summary>
    /// <value>The default is 0.</value>
    public double? DelaySec { get; init; }

    /// <summary>
    /// Gets the changes of the JSON of the real response, and of its text; with it, even when it is empty, the origin is asked.
    /// </summary>
    public IReadOnlyList<ModificationDefinition>? Modifications { get; init; }

    // On the wire both are one list.
    [JsonInclude]
    [JsonPropertyName("headers")]
    internal IReadOnlyList<HeaderModificationDefinition>? AllHeaders => Headers is null && HeaderModifications is null
        ? null
        : [.. (Headers ?? new Dictionary<string, string>()).Select(h => new HeaderModificationDefinition { Action = "PUT", Key = h.Key, Value = h.Value }), .. HeaderModifications ?? []];
}
