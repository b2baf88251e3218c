using System.Collections.Immutable;
using TestOrchestrator.Engine.LifeCycle;

namespace TestOrchestrator.Groups.Holding;

/// <summary>What is known of one process of a group at one moment. Immutable.</summary>
public sealed record ProcessReport
{
    /// <summary>Gets its name in the group.</summary>
    public required string Name { get; init; }

    /// <summary>Gets how it is, in a word.</summary>
    public required ProcessStatus Status { get; init; }

    /// <summary>Gets where it is in its life, more finely.</summary>
    public required UnitState State { get; init; }

    /// <summary>Gets whether it is ready.</summary>
    public bool Ready => State == UnitState.Ready;

    /// <summary>Gets its pid; null if it does not run.</summary>
    public int? Pid { get; init; }

    /// <summary>Gets since when it is in its state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Gets the exit code of its last end; null if it has not ended, or was ended by a signal.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Gets the number of the signal that ended it; null if none did.</summary>
    public int? Signal { get; init; }

    /// <summary>Gets why it is in its state, in full sentences; null if there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the last lines of its log, if it failed.</summary>
    public ImmutableArray<string> LastLines { get; init; } = [];

    /// <summary>Gets the address and port of each of its ports, by name.</summary>
    public ImmutableSortedDictionary<string, string> Endpoints { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Gets the path of its log, which may not be there yet.</summary>
    public required string Log { get; init; }
}
