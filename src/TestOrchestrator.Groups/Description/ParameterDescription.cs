namespace TestOrchestrator.Groups.Description;

/// <summary>A value that a group is given when it is created.</summary>
internal sealed record ParameterDescription
{
    public required string Name { get; init; }

    /// <summary>The value if none is given; null if one must be given.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it must never be shown, nor stand in an argument.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether a random one is made if none is given.</summary>
    public bool Generate { get; init; }
}
