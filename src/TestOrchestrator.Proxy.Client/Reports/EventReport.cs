using System.Text.Json;

namespace TestOrchestrator.Proxy.Client.Reports;

/// <summary>Something that happened in a session. Immutable.</summary>
public sealed record EventReport
{
    /// <summary>Gets its number in the session.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets when it happened, by the clock of the server.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets what happened, such as <c>request</c>, <c>response</c>, <c>problem</c>; <c>gap</c> where events are missing.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the name of the scope to which it belongs.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets the number of the exchange that it is about.</summary>
    /// <value><see langword="null"/> when it is about none.</value>
    public long? Exchange { get; init; }

    /// <summary>Gets the event as it was sent: what else is known is different for each kind.</summary>
    public required JsonElement Data { get; init; }

    internal static EventReport Read(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        JsonElement data = JsonElement.ParseValue(ref reader);
        return new EventReport
        {
            Sequence = data.GetProperty("seq").GetInt64(),
            Time = data.GetProperty("ts").GetDateTimeOffset(),
            Kind = data.GetProperty("kind").GetString() ?? "",
            Scope = data.GetProperty("scope").GetString() ?? "",
            Exchange = data.TryGetProperty("exchange", out JsonElement exchange) ? exchange.GetInt64() : null,
            Data = data,
        };
    }
}
