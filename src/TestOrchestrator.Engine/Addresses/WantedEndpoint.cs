using TestOrchestrator.Engine.Definitions;

namespace TestOrchestrator.Engine.Addresses;

/// <summary>An endpoint of one instance that needs a port. Immutable.</summary>
internal sealed record WantedEndpoint
{
    public required UnitDefinition Unit { get; init; }

    public required EndpointDefinition Endpoint { get; init; }

    public required int Replica { get; init; }

    /// <summary>Gets the port that it should have; null for any.</summary>
    public required int? Port { get; init; }

    /// <summary>Gets whether the program listens on that port and nowhere else.</summary>
    public bool IsInsistent => Port is not null && Endpoint.FixedPort is not null;

    /// <summary>Gets its place in the line: what insists comes first, what takes any port last.</summary>
    public int Priority => IsInsistent ? 0 : Port is not null ? 1 : 2;

    public static IEnumerable<WantedEndpoint> Of(GroupDefinition group, AddressReservation address, EndpointWishes wishes) =>
        from unit in @group.Units
        from replica in Enumerable.Range(0, unit.Replicas)
        from endpoint in unit.Endpoints
        select new WantedEndpoint
        {
            Unit = unit,
            Endpoint = endpoint,
            Replica = replica,

            // Only the first replica can have a port that the definition asks for.
            Port = (replica > 0 ? null : endpoint.FixedPort)
                ?? Wished(wishes, unit.NameOf(replica), endpoint.Name)
                ?? (replica > 0 ? null : endpoint.Port ?? (address.IsOwn ? endpoint.OwnAddressPort : null)),
        };

    private static int? Wished(EndpointWishes wishes, string instance, string endpoint) =>
        wishes.Ports.TryGetValue(EndpointWishes.Key(instance, endpoint), out int port) ? port : null;
}
