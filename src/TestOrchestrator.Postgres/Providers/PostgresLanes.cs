using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Postgres.Resources;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>Tells which lanes can run what of PostgreSQL.</summary>
internal static class PostgresLanes
{
    public static string? WhyNot(IResource resource, Lane lane) =>
        lane == Lane.Containers ? $"'{resource.Name}' would be a container, and this version has no container engine yet. The lanes '{Lane.Fast}' and '{Lane.Real}' can run it."
        : resource.TryGetLastAnnotation(out DataVolumeAnnotation? _) ? $"'{resource.Name}' keeps its data in a volume (WithDataVolume), which only the lane '{Lane.Containers}' can. Leave it out for tests: they start from a migrated template."
        : null;
}
