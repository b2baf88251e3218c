using System.Net;
using System.Net.Sockets;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Names;
using TestOrchestrator.AppModel.Replicas;

namespace TestOrchestrator.Engine.Addresses;

/// <summary>
/// The addresses of every endpoint of one application, reserved before anything starts, so that every resource can be told all others.
/// Thread-safe once it is made.
/// </summary>
internal sealed class EndpointTable : IEndpointAllocations, IDisposable
{
    private readonly Dictionary<(string Resource, string Endpoint, int Replica), AllocatedEndpoint> _endpoints = new(EndpointKeyComparer.Instance);
    private readonly List<PortReservation> _reservations = [];

    private EndpointTable()
    {
    }

    /// <summary>Gets every endpoint whose wished port was taken, with what it got instead.</summary>
    public List<string> Moved { get; } = [];

    public static EndpointTable Reserve(ApplicationModel model, AddressReservation address, Random random)
    {
        EndpointTable table = new();
        try
        {
            foreach (IResource resource in model.Resources)
            {
                for (int replica = 0; replica < resource.GetReplicaCount(); replica++)
                {
                    foreach (EndpointAnnotation endpoint in resource.Annotations.OfType<EndpointAnnotation>())
                    {
                        table.Add(resource, endpoint, replica, address, random);
                    }
                }
            }

            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    public AllocatedEndpoint Get(IResource resource, string endpointName, int replica) =>
        _endpoints.TryGetValue((resource.Name, endpointName, replica), out AllocatedEndpoint? endpoint)
            ? endpoint
            : throw new KeyNotFoundException($"Resource '{resource.Name}' has no endpoint '{endpointName}'. It declares: {string.Join(", ", resource.Annotations.OfType<EndpointAnnotation>().Select(e => $"'{e.Name}'"))}.");

    public void Dispose() => _reservations.ForEach(r => r.Dispose());

    private void Add(IResource resource, EndpointAnnotation endpoint, int replica, AddressReservation address, Random random)
    {
        PortReservation reservation = Reserve(resource, endpoint, replica, address, random);
        _reservations.Add(reservation);
        _endpoints.Add(
            (resource.Name, endpoint.Name, replica),
            new() { Scheme = endpoint.UriScheme, Address = reservation.EndPoint });
    }

    private PortReservation Reserve(IResource resource, EndpointAnnotation endpoint, int replica, AddressReservation address, Random random)
    {
        // Only the first replica can have a port that somebody wishes for.
        int? wished = replica > 0 ? null : endpoint.TargetPort ?? endpoint.Port ?? (address.IsOwn ? endpoint.WellKnownPort : null);
        if (wished is not { } port)
        {
            return PortReservation.ReserveAny(address.Address, random);
        }

        IPEndPoint wanted = new(address.Address, port);
        if (PortReservation.TryReserve(wanted, out SocketError refusal) is { } reservation)
        {
            return reservation;
        }

        if (endpoint.TargetPort is not null && endpoint.EnvironmentVariable is null)
        {
            throw refusal == SocketError.AddressAlreadyInUse
                ? AddressErrors.PortTaken(resource.Name, endpoint.Name, wanted)
                : AddressErrors.PortRefused(resource.Name, endpoint.Name, wanted, refusal);
        }

        reservation = PortReservation.ReserveAny(address.Address, random);
        string why = refusal == SocketError.AddressAlreadyInUse ? "is taken by another program" : $"cannot be used ({refusal})";
        Moved.Add($"Port {port} on {address.Address} {why}: endpoint '{endpoint.Name}' of '{resource.Name}' is on {reservation.EndPoint.Port} instead.");
        return reservation;
    }

    private sealed class EndpointKeyComparer : IEqualityComparer<(string Resource, string Endpoint, int Replica)>
    {
        public static EndpointKeyComparer Instance { get; } = new();

        public bool Equals((string Resource, string Endpoint, int Replica) x, (string Resource, string Endpoint, int Replica) y) =>
            x.Replica == y.Replica && ResourceName.Comparer.Equals(x.Resource, y.Resource) && ResourceName.Comparer.Equals(x.Endpoint, y.Endpoint);

        public int GetHashCode((string Resource, string Endpoint, int Replica) key) =>
            HashCode.Combine(ResourceName.Comparer.GetHashCode(key.Resource), ResourceName.Comparer.GetHashCode(key.Endpoint), key.Replica);
    }
}
