namespace TestOrchestrator.AppModel.Containers;

/// <summary>A container keeps its data in a volume, beyond its application.</summary>
public sealed record DataVolumeAnnotation : IResourceAnnotation
{
    /// <summary>Gets the name of the volume.</summary>
    /// <value>Null for one of the resource's own.</value>
    public required string? Name { get; init; }
}
