using System.Globalization;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Replicas;

namespace TestOrchestrator.Engine.Providers;

/// <summary>One instance of a resource that is to run: the resource itself, or one of its replicas.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Replica">The replica, from 0.</param>
internal sealed record ResourceUnit(IResource Resource, int Replica)
{
    public string Name => Resource.GetReplicaCount() == 1
        ? Resource.Name
        : string.Create(CultureInfo.InvariantCulture, $"{Resource.Name}-{Replica}");

    public static IEnumerable<ResourceUnit> Of(IResource resource) =>
        Enumerable.Range(0, resource.GetReplicaCount()).Select(replica => new ResourceUnit(resource, replica));
}
