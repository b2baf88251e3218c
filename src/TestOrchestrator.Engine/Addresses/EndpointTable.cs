using System.Net;
using System.Net.Sockets;
using TestOrchestrator.AppModel;
using TestOrchestrator.AppModel.Endpoints;
using TestOrchestrator.AppModel.Names;

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
            foreach (WantedEndpoint wanted in WantedEndpoint.Of(model, address).OrderBy(w => w.Priority))
            {
                table.Add(wanted, address, random);
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

    private void Add(WantedEndpoint wanted, AddressReservation address, Random random)
    {
        PortReservation reservation = Reserve(wanted, address.Address, random);
        _reservations.Add(reservation);
        _endpoints.Add(
            (wanted.Resource.Name, wanted.Endpoint.Name, wanted.Replica),
            new() { Scheme = wanted.Endpoint.UriScheme, Address = reservation.EndPoint });
    }

    private PortReservation Reserve(WantedEndpoint wanted, IPAddress address, Random random)
    {
        if (wanted.Port is not { } port)
        {
            return PortReservation.ReserveAny(address, random);
        }

        IPEndPoint endPoint = new(address, port);
        if (PortReservation.TryReserve(endPoint, out SocketException? refusal) is { } reservation)
        {
            return reservation;
        }

        if (wanted.IsInsistent)
        {
            throw refusal!.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? AddressErrors.PortTaken(wanted.Resource.Name, wanted.Endpoint.Name, endPoint)
                : AddressErrors.PortForbidden(wanted.Resource.Name, wanted.Endpoint.Name, endPoint, refusal);
        }

        reservation = PortReservation.ReserveAny(address, random);
        Moved.Add($"Port {port} on {address} {WhyNot(endPoint, refusal!)}: endpoint '{wanted.Endpoint.Name}' of '{wanted.Resource.Name}' is on {reservation.EndPoint.Port} instead.");
        return reservation;
    }

    private string WhyNot(IPEndPoint endPoint, SocketException refusal)
    {
        if (refusal.SocketErrorCode != SocketError.AddressAlreadyInUse)
        {
            return $"cannot be had ({refusal.Message})";
        }

        ((string Resource, string Endpoint, int Replica) key, AllocatedEndpoint? own) = _endpoints.FirstOrDefault(e => e.Value.Address.Equals(endPoint));
        return own is null ? "is taken by another program" : $"is taken by endpoint '{key.Endpoint}' of '{key.Resource}'";
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
