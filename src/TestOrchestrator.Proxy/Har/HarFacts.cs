using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TestOrchestrator.Proxy.Har;

/// <summary>
/// What is known of an exchange beyond HAR, as names with texts, numbers or whatever JSON there is, in their order. Immutable.
/// </summary>
internal sealed record HarFacts
{
    /// <summary>Gets names and values. Nobody changes a value; it is written as it was read.</summary>
    public ImmutableArray<KeyValuePair<string, JsonNode?>> Members { get; init; } = [];

    /// <summary>A text, or <see langword="null"/> when there is no such fact or it is no text.</summary>
    public string? Text(string name) => Find(name) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A whole number, or <see langword="null"/> when there is no such fact or it is none.</summary>
    public long? Number(string name) => Find(name) is JsonValue value && value.TryGetValue(out long number) ? number : null;

    private JsonNode? Find(string name) => Members.FirstOrDefault(m => m.Key == name).Value;
}
