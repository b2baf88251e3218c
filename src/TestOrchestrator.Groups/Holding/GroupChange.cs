using System.Collections.Immutable;

namespace TestOrchestrator.Groups.Holding;

/// <summary>What an action did. Immutable.</summary>
public sealed record GroupChange
{
    /// <summary>Gets the id of the group.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Gets what became of each process, by name: <c>started</c>, <c>starting</c>, <c>stopped</c>, <c>already running</c>, <c>was not
    /// running</c>, <c>completed</c>, <c>failed</c>.
    /// </summary>
    public required ImmutableSortedDictionary<string, string> Processes { get; init; }

    /// <summary>Gets why it is not what was asked for, in full sentences; null if it is.</summary>
    public string? Failure { get; init; }
}
