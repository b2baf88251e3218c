using System.Collections.Immutable;

namespace TestOrchestrator.Proxy.Exchanges;

/// <summary>The log at one moment. Immutable, so that patterns are tried on it without holding up the traffic.</summary>
internal sealed record Sighting
{
    public required ImmutableArray<SeenExchange> Exchanges { get; init; }

    /// <summary>Gets a task that completes when an exchange has begun or been settled since.</summary>
    public required Task Changed { get; init; }
}
