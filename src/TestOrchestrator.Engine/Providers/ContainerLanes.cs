using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Containers;
using TestOrchestrator.AppModel.Lanes;

namespace TestOrchestrator.Engine.Providers;

/// <summary>Tells which lanes can run what is a container elsewhere, for providers that have a quicker way.</summary>
public static class ContainerLanes
{
    /// <summary>Tells why a lane cannot run a resource.</summary>
    /// <param name="resource">The container, or what is in it.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="instead">What tests have instead of a data volume, as the end of the sentence "Leave it out for tests: they …".</param>
    /// <returns>Why not; null if it can.</returns>
    public static string? WhyNot(IResource resource, Lane lane, string instead)
    {
        ArgumentNullException.ThrowIfNull(resource);
        bool hasVolume = resource.Annotations.OfType<DataVolumeAnnotation>().Any();
        return (lane == Lane.Containers, hasVolume) switch
        {
            (true, false) => $"'{resource.Name}' would be a container, and this version has no container engine yet. The lanes '{Lane.Fast}' and '{Lane.Real}' can run it.",
            (true, true) => $"'{resource.Name}' would be a container, and this version has no container engine yet. It keeps its data in a volume (WithDataVolume), which no other lane can. Leave that out for tests: they {instead}.",
            (false, true) => $"'{resource.Name}' keeps its data in a volume (WithDataVolume), which only the lane '{Lane.Containers}' can. Leave it out for tests: they {instead}.",
            (false, false) => null,
        };
    }
}
