using TestOrchestrator.AppModel;

namespace TestOrchestrator.Postgres.Resources;

/// <summary>A server keeps its data beyond its application.</summary>
internal sealed record DataVolumeAnnotation : IResourceAnnotation
{
    public required string? Name { get; init; }
}
