using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Definitions;
using TestOrchestrator.Engine.Health;

namespace TestOrchestrator.Engine.Addresses;

/// <summary>
/// The addresses of every endpoint of one application, reserved before anything starts, so that every resource can be told all others.
/// Thread-safe.
/// </summary>
internal sealed class EndpointTable : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<(string Unit, string Endpoint, int Replica), ReservedEndpoint> _endpoints = new(EndpointKeyComparer.Instance);
    private readonly IPAddress _address;
    private readonly Random _random;
    private readonly GroupDefinition _group;

    private EndpointTable(GroupDefinition group, IPAddress address, Random random)
    {
        _group = group;
        _address = address;
        _random = random;
    }

    /// <summary>Gets every endpoint whose wished port was taken when the table was made, with what it got instead.</summary>
    public List<string> Moved { get; } = [];

    public static EndpointTable Reserve(GroupDefinition group, AddressReservation address, EndpointWishes wishes, Random random)
    {
        EndpointTable table = new(group, address.Address, random);
        try
        {
            foreach (WantedEndpoint wanted in WantedEndpoint.Of(group, address, wishes).OrderBy(w => w.Priority))
            {
                table._endpoints.TryAdd(KeyOf(wanted), new() { Wanted = wanted, Port = table.Reserve(wanted) });
            }

            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    public UnitEndpoint Get(string unit, string endpointName, int replica) =>
        _endpoints.TryGetValue((unit, endpointName, replica), out ReservedEndpoint? endpoint)
            ? endpoint.Allocated
            : throw AddressErrors.NoSuchEndpoint(_group.Get(unit), endpointName);

    /// <summary>
    /// Gives other ports to the endpoints of a resource that does not run on which somebody listens all the same: a reservation keeps
    /// out other applications, and not a foreign server that shares ports (SO_REUSEADDR).
    /// </summary>
    /// <returns>What was moved, in full sentences.</returns>
    /// <exception cref="Errors.EngineException">The program insists on the port.</exception>
    public async Task<IReadOnlyList<string>> MoveTakenAsync(UnitDefinition unit, int replica, CancellationToken cancellationToken)
    {
        List<string> moved = [];
        foreach (ReservedEndpoint endpoint in _endpoints.Values.Where(e => e.Wanted.Unit == unit && e.Wanted.Replica == replica))
        {
            if ((await TcpProbe.LookAsync(endpoint.Port.EndPoint, cancellationToken).ConfigureAwait(false)).IsSatisfied)
            {
                moved.Add(Move(endpoint));
            }
        }

        return moved;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (ReservedEndpoint endpoint in _endpoints.Values)
            {
                endpoint.Port.Dispose();
            }
        }
    }

    private static (string Unit, string Endpoint, int Replica) KeyOf(WantedEndpoint wanted) => (wanted.Unit.Name, wanted.Endpoint.Name, wanted.Replica);

    private string Move(ReservedEndpoint endpoint)
    {
        WantedEndpoint wanted = endpoint.Wanted;
        if (wanted.IsInsistent)
        {
            throw AddressErrors.PortTaken(wanted.Unit.Name, wanted.Endpoint.Name, endpoint.Port.EndPoint);
        }

        lock (_gate)
        {
            PortReservation other = PortReservation.ReserveAny(_address, _random);
            _endpoints[KeyOf(wanted)] = endpoint with { Port = other };
            endpoint.Port.Dispose();
            return $"Another program has taken port {endpoint.Port.EndPoint.Port} on {_address} since it was reserved: endpoint '{wanted.Endpoint.Name}' of '{wanted.Unit.Name}' is on {other.EndPoint.Port} instead.";
        }
    }

    private PortReservation Reserve(WantedEndpoint wanted)
    {
        if (wanted.Port is not { } port)
        {
            return PortReservation.ReserveAny(_address, _random);
        }

        IPEndPoint endPoint = new(_address, port);
        if (PortReservation.TryReserve(endPoint, out SocketException? refusal) is { } reservation)
        {
            return reservation;
        }

        if (wanted.IsInsistent)
        {
            throw refusal!.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? AddressErrors.PortTaken(wanted.Unit.Name, wanted.Endpoint.Name, endPoint)
                : AddressErrors.PortForbidden(wanted.Unit.Name, wanted.Endpoint.Name, endPoint, refusal);
        }

        reservation = PortReservation.ReserveAny(_address, _random);
        Moved.Add($"Port {port} on {_address} {WhyNot(endPoint, refusal!)}: endpoint '{wanted.Endpoint.Name}' of '{wanted.Unit.Name}' is on {reservation.EndPoint.Port} instead.");
        return reservation;
    }

    private string WhyNot(IPEndPoint endPoint, SocketException refusal)
    {
        if (refusal.SocketErrorCode != SocketError.AddressAlreadyInUse)
        {
            return $"cannot be had ({refusal.Message})";
        }

        ReservedEndpoint? own = _endpoints.Values.FirstOrDefault(e => e.Port.EndPoint.Equals(endPoint));
        return own is null ? "is taken by another program" : $"is taken by endpoint '{own.Wanted.Endpoint.Name}' of '{own.Wanted.Unit.Name}'";
    }

    private sealed record ReservedEndpoint
    {
        public required WantedEndpoint Wanted { get; init; }

        public required PortReservation Port { get; init; }

        public UnitEndpoint Allocated => new() { Scheme = Wanted.Endpoint.Scheme, Address = Port.EndPoint };
    }

    private sealed class EndpointKeyComparer : IEqualityComparer<(string Unit, string Endpoint, int Replica)>
    {
        public static EndpointKeyComparer Instance { get; } = new();

        public bool Equals((string Unit, string Endpoint, int Replica) x, (string Unit, string Endpoint, int Replica) y) =>
            x.Replica == y.Replica && UnitName.Comparer.Equals(x.Unit, y.Unit) && UnitName.Comparer.Equals(x.Endpoint, y.Endpoint);

        public int GetHashCode((string Unit, string Endpoint, int Replica) key) =>
            HashCode.Combine(UnitName.Comparer.GetHashCode(key.Unit), UnitName.Comparer.GetHashCode(key.Endpoint), key.Replica);
    }
}
