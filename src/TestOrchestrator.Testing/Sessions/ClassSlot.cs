using TestOrchestrator.Testing.Adapters;

namespace TestOrchestrator.Testing.Sessions;

/// <summary>What is known of one class in a session. Guarded by the pool's gate.</summary>
internal sealed class ClassSlot<TApp>(PlannedClass @class)
{
    public PlannedClass Class { get; } = @class;

    /// <summary>The start of its application; null as long as nobody has asked for one.</summary>
    public Task<TApp>? Start { get; set; }

    /// <summary>The stop of its application; null as long as it may be needed.</summary>
    public Task? Stop { get; set; }

    /// <summary>How many tests are going to run; null if that is not known.</summary>
    public int? Planned { get; set; }

    public int StartedTests { get; set; }

    public HashSet<string> InFlight { get; } = new(StringComparer.Ordinal);

    public bool IsDone => Planned is { } planned && StartedTests >= planned && InFlight.Count == 0;
}
