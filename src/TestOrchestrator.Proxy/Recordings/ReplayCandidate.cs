using System.Collections.Immutable;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Recordings;

/// <summary>A recorded call and how a request differs from it. Immutable.</summary>
internal sealed record ReplayCandidate
{
    public required RecordedCall Call { get; init; }

    public required ImmutableArray<Difference> Differences { get; init; }

    /// <summary>Gets what stand-ins stand for if the request is this call.</summary>
    public required Dictionary<uint, string> Bindings { get; init; }
}
