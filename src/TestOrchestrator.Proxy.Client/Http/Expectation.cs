using TestOrchestrator.Proxy.Client.Definitions;

namespace TestOrchestrator.Proxy.Client.Http;

/// <summary>The body of a search, a wait or an assertion. Immutable.</summary>
internal sealed record Expectation
{
    public string? Scope { get; init; }

    public Predicates? Predicates { get; init; }

    public string? Expect { get; init; }

    public int? Count { get; init; }

    public double? TimeoutSec { get; init; }

    public double? QuietSec { get; init; }

    public string? Bodies { get; init; }
}
