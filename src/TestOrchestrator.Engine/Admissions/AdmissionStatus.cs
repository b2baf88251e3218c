using System.Collections.Immutable;

namespace TestOrchestrator.Engine.Admissions;

/// <summary>Which applications of a run are being started, and which wait for their turn. Immutable.</summary>
public sealed record AdmissionStatus
{
    /// <summary>Gets how many may start at the same time.</summary>
    public required int Places { get; init; }

    /// <summary>Gets the ids of those that start.</summary>
    public required ImmutableArray<string> Starting { get; init; }

    /// <summary>Gets the ids of those that wait, in their order.</summary>
    public required ImmutableArray<string> Queued { get; init; }
}
