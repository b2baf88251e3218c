using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Lanes;

namespace TestOrchestrator.Engine.Providers;

/// <summary>Knows how one kind of resource is realised. It comes with the resource, as an annotation. Stateless and thread-safe.</summary>
/// <remarks>
/// This is all that a new kind of resource needs: a provider makes a <see cref="IResourceRuntime"/> for each application, which starts
/// and stops <see cref="IResourceInstance"/>s.
/// </remarks>
public interface IResourceProvider : IResourceAnnotation
{
    /// <summary>Tells why a lane cannot run a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="lane">The lane that it would run in.</param>
    /// <returns>The reason and the lane that can, in a full sentence; null if the lane can.</returns>
    string? WhyNot(IResource resource, Lane lane);

    /// <summary>Makes what realises a resource in one application. Does nothing yet.</summary>
    /// <param name="context">The resource in its application.</param>
    /// <returns>What realises it.</returns>
    IResourceRuntime Create(ResourceContext context);
}
