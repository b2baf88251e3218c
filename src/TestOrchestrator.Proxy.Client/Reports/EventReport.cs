using System.Text.Json;
using System.Text.Json.Serialization;

namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>Something that happened in a session. Immutable.</summary>
public sealed record EventReport
{
    /// <summary>Gets its number in the session.</summary>
    [JsonPropertyName("seq")]
    public required long Sequence { get; init; }

    /// <summary>Gets when it happened, by the clock of the server.</summary>
    [JsonPropertyName("ts")]
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets what happened, such as <c>request</c>, <c>response</c>, <c>problem</c>; <c>gap</c> where events are missing.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the name of the scope to which it belongs.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets the number of the exchange that it is about.</summary>
    /// <value><see langword="null"/> when it is about none.</value>
    public long? Exchange { get; init; }

    /// <summary>Gets what else is known, different for each kind.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Data { get; init; } = [];
}
