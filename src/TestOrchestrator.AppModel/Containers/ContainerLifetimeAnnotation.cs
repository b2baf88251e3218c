namespace TestOrchestrator.AppModel.Containers;

/// <summary>How long a container lives.</summary>
public sealed record ContainerLifetimeAnnotation : IResourceAnnotation
{
    /// <summary>Gets how long it lives.</summary>
    public required ContainerLifetime Lifetime { get; init; }
}
