namespace TestOrchestrator.Engine.Tools;

/// <summary>Where programs are on this machine, or could come from. Immutable.</summary>
public sealed record ToolSurvey
{
    /// <summary>Gets what they are.</summary>
    public required ToolDefinition Definition { get; init; }

    /// <summary>Gets the directory in which they are installed; null if they are not.</summary>
    public string? Directory { get; init; }

    /// <summary>Gets the directory of the cache to which they were fetched; null if they were not.</summary>
    public string? Cached { get; init; }

    /// <summary>Gets whether a client is there that could fetch them.</summary>
    public bool CanFetch { get; init; }

    /// <summary>Gets what is wrong with what somebody said of them; null if nothing is.</summary>
    public string? Problem { get; init; }
}
