using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Lanes;
using TestOrchestrator.Postgres.Resources;

namespace TestOrchestrator.Postgres.Providers;

/// <summary>Tells which lanes can run what of PostgreSQL.</summary>
internal static class PostgresLanes
{
    public static string? WhyNot(IResource resource, Lane lane)
    {
        bool hasVolume = resource.TryGetLastAnnotation(out DataVolumeAnnotation? _);
        return (lane == Lane.Containers, hasVolume) switch
        {
            (true, false) => $"'{resource.Name}' would be a container, and this version has no container engine yet. The lanes '{Lane.Fast}' and '{Lane.Real}' can run it.",
            (true, true) => $"'{resource.Name}' would be a container, and this version has no container engine yet. It keeps its data in a volume (WithDataVolume), which no other lane can. Leave that out for tests: they start from a migrated template.",
            (false, true) => $"'{resource.Name}' keeps its data in a volume (WithDataVolume), which only the lane '{Lane.Containers}' can. Leave it out for tests: they start from a migrated template.",
            (false, false) => null,
        };
    }
}
