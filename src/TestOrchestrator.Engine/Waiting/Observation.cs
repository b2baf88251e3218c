namespace TestOrchestrator.Engine.Waiting;

/// <summary>What a probe saw: that what is awaited is true, or how things are instead.</summary>
public readonly record struct Observation
{
    private readonly string? _saw;

    private Observation(string? saw) => _saw = saw;

    /// <summary>Gets the observation that what is awaited is true.</summary>
    public static Observation Satisfied { get; } = new(null);

    /// <summary>Gets whether what is awaited is true.</summary>
    public bool IsSatisfied => _saw is null;

    /// <summary>Gets how things are instead, as the end of the sentence "The last probe saw …".</summary>
    public string Saw => _saw ?? "what was awaited";

    /// <summary>Makes the observation that what is awaited is not true yet.</summary>
    /// <param name="saw">How things are instead, as the end of the sentence "The last probe saw …".</param>
    public static Observation NotYet(string saw)
    {
        ArgumentException.ThrowIfNullOrEmpty(saw);
        return new(saw);
    }
}
