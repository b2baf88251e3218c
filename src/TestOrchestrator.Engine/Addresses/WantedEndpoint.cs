using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Replicas;
using TestOrchestrator.Engine.Providers;

namespace TestOrchestrator.Engine.Addresses;

/// <summary>An endpoint of one instance of a resource, and the port that it would have.</summary>
internal sealed record WantedEndpoint
{
    public required IResource Resource { get; init; }

    public required EndpointAnnotation Endpoint { get; init; }

    public required int Replica { get; init; }

    /// <summary>The port that somebody wishes for.</summary>
    /// <value>Null for any.</value>
    public required int? Port { get; init; }

    /// <summary>Whether the program listens on that port whatever it is told.</summary>
    public bool IsInsistent => Port is not null && Endpoint.TargetPort is not null && Endpoint.EnvironmentVariable is null;

    /// <summary>Ports are given in this order, so that nobody gets by choice what another one needs.</summary>
    public int Priority => IsInsistent ? 0 : Port is not null ? 1 : 2;

    public static IEnumerable<WantedEndpoint> Of(ApplicationModel model, AddressReservation address, EndpointWishes wishes) =>
        from resource in model.Resources
        from replica in Enumerable.Range(0, resource.GetReplicaCount())
        from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
        select new WantedEndpoint
        {
            Resource = resource,
            Endpoint = endpoint,
            Replica = replica,

            // Only the first replica can have a port that the model wishes for.
            Port = (replica > 0 ? null : endpoint.TargetPort)
                ?? Wished(wishes, new ResourceUnit(resource, replica).Name, endpoint.Name)
                ?? (replica > 0 ? null : endpoint.Port ?? (address.IsOwn ? endpoint.WellKnownPort : null)),
        };

    private static int? Wished(EndpointWishes wishes, string instance, string endpoint) =>
        wishes.Ports.TryGetValue(EndpointWishes.Key(instance, endpoint), out int port) ? port : null;
}
