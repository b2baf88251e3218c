using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace TestOrchestrator.Hosting.Local;

/// <summary>Says of resources that the engine runs what it does otherwise than DCP would. Stateless.</summary>
internal static class ResourceNotes
{
    /// <summary>Gets what is different for a resource.</summary>
    /// <returns>Full sentences.</returns>
    public static IEnumerable<string> Of(IResource resource, DistributedApplicationModel model)
    {
        if (IsPersistent(resource))
        {
            yield return "It is persistent elsewhere; here it lives as long as its application.";
        }

        if (AspireInternals.Instance.HasTerminal(resource))
        {
            yield return "It has no terminal: WithTerminal has no effect, and what it writes is in its log.";
        }

        foreach (string note in !resource.IsContainer() ? []
            : ContainerImages.IsKnown(resource) ? ContainerImages.Notes(resource, model)
            : AnyContainer.Notes(resource))
        {
            yield return note;
        }
    }

    /// <summary>Tells whether a resource outlives the app host under DCP.</summary>
    public static bool IsPersistent(IResource resource)
    {
#pragma warning disable ASPIREPERSISTENCE001
        HashSet<IResource> seen = [];
        while (seen.Add(resource))
        {
            switch (resource.Annotations.OfType<PersistenceAnnotation>().LastOrDefault())
            {
                case null:
                    return resource.Annotations.OfType<ContainerLifetimeAnnotation>().LastOrDefault() is { Lifetime: ContainerLifetime.Persistent };
                case { Mode: PersistenceMode.Resource, SourceResource: { } source }:
                    resource = source;
                    break;
                case { Mode: var mode }:
                    return mode is PersistenceMode.Persistent or PersistenceMode.ParentProcess;
            }
        }
#pragma warning restore ASPIREPERSISTENCE001

        return false;
    }
}
