namespace TestOrchestrator.Groups.Description;

/// <summary>A value that a group is given when it is created.</summary>
internal sealed record ParameterDescription
{
    public required string Name { get; init; }

    /// <summary>The value if nobody gives one; null if somebody must.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it must never be shown, nor stand in an argument.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether a random one is made if nobody gives one.</summary>
    public bool Generate { get; init; }
}
