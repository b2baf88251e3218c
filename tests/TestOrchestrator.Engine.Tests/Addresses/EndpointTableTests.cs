using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Addresses;

namespace TestOrchestrator.Engine.Tests.Addresses;

// A program that another test is starting has copies of the sockets of this process until it runs.
[TestClass]
[DoNotParallelize]
public sealed class EndpointTableTests : IDisposable
{
    private readonly TestDefinition _definition = new();

    public void Dispose() => _definition.Dispose();

    [TestMethod]
    public void On_an_address_of_its_own_an_application_has_every_port_that_it_wishes_for()
    {
        _definition.AddProgram("a").WithEndpoint(targetPort: 6001, name: "insisted", env: "PORT").WithEndpoint(port: 6002, name: "wished").WithEndpoint(targetPort: 6003, port: 6004, name: "both");
        _definition.AddProgram("b").WithEndpoint(new() { Name = "known", OwnAddressPort = 5432 });

        using Reserved reserved = Reserve();

        Assert.AreEqual("a/insisted 6001, a/wished 6002, a/both 6003, b/known 5432", reserved.Ports());
        Assert.IsEmpty(reserved.Table.Moved);
    }

    [TestMethod]
    public void On_a_shared_address_well_known_ports_are_left_to_others()
    {
        _definition.AddProgram("b").WithEndpoint(new() { Name = "known", OwnAddressPort = 5432 });

        using Reserved reserved = Reserve(IPAddress.Loopback);

        Assert.AreNotEqual("b/known 5432", reserved.Ports());
        Assert.IsEmpty(reserved.Table.Moved);
    }

    [TestMethod]
    public void Only_the_first_replica_has_the_port_that_somebody_wishes_for()
    {
        _definition.AddProgram("api").WithHttpEndpoint(port: 6001).WithReplicas(3);

        using Reserved reserved = Reserve();

        IPEndPoint[] endPoints = [.. Enumerable.Range(0, 3).Select(replica => reserved.Table.Get("api", "http", replica).Address)];
        Assert.AreEqual(6001, endPoints[0].Port);
        Assert.HasCount(3, endPoints.Distinct());
    }

    [TestMethod]
    public void A_port_that_a_program_elsewhere_listens_on_is_moved_and_told()
    {
        using TcpListener everywhere = new(IPAddress.Any, 0);
        everywhere.Start();
        int port = ((IPEndPoint)everywhere.LocalEndpoint).Port;
        _definition.AddProgram("a").WithEndpoint(port: port, name: "wished").WithEndpoint(targetPort: port, name: "passed", env: "PORT").WithEndpoint(new() { Name = "known", OwnAddressPort = port });

        using Reserved reserved = Reserve();

        Assert.AreEqual(
            $"Port {port} on {reserved.Address} is taken by another program: endpoint 'wished' of 'a' is on {reserved.PortOf("a", "wished")} instead.\n"
            + $"Port {port} on {reserved.Address} is taken by another program: endpoint 'passed' of 'a' is on {reserved.PortOf("a", "passed")} instead.\n"
            + $"Port {port} on {reserved.Address} is taken by another program: endpoint 'known' of 'a' is on {reserved.PortOf("a", "known")} instead.",
            string.Join('\n', reserved.Table.Moved));
        Assert.IsFalse(reserved.Ports().Contains($" {port}", StringComparison.Ordinal));
    }

    [TestMethod]
    public void A_port_that_a_program_insists_on_and_cannot_have_is_an_error()
    {
        using TcpListener everywhere = new(IPAddress.Any, 0);
        everywhere.Start();
        int port = ((IPEndPoint)everywhere.LocalEndpoint).Port;
        _definition.AddProgram("a").WithEndpoint(targetPort: port, name: "insisted");
        using AddressReservation address = AddressReservation.Reserve(Random.Shared);

        Errors.EngineException error = Assert.ThrowsExactly<Errors.EngineException>(() => EndpointTable.Reserve(_definition.Build(), address, new(), Random.Shared));

        Assert.AreEqual(
            $"TO1303: 'a' insists on port {port} for its endpoint 'insisted', and another program on this machine listens there ({address.Address}:{port}; 'ss -ltnp' shows it). Stop that program, or let the port be chosen: leave targetPort out and pass the name of the variable that tells the program its port (env:).",
            error.Message);
    }

    [TestMethod]
    public void A_port_that_a_program_insists_on_goes_to_it_and_not_to_one_that_only_wishes_for_it()
    {
        _definition.AddProgram("a").WithEndpoint(port: 6001, name: "wished");
        _definition.AddProgram("b").WithEndpoint(targetPort: 6001, name: "insisted");

        using Reserved reserved = Reserve(random: new Counting(20000));

        Assert.AreEqual("a/wished 20000, b/insisted 6001", reserved.Ports());
        Assert.AreEqual(
            $"Port 6001 on {reserved.Address} is taken by endpoint 'insisted' of 'b': endpoint 'wished' of 'a' is on 20000 instead.",
            string.Join('\n', reserved.Table.Moved));
    }

    [TestMethod]
    public void A_port_that_this_user_may_not_have_is_told_as_what_it_is()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Inconclusive("Root may have every port.");
        }

        _definition.AddProgram("a").WithEndpoint(port: 81, name: "wished");
        using Reserved reserved = Reserve(random: new Counting(20000));
        using TestDefinition other = new();
        other.AddProgram("b").WithEndpoint(targetPort: 80, name: "insisted");
        using AddressReservation address = AddressReservation.Reserve(Random.Shared);

        Errors.EngineException error = Assert.ThrowsExactly<Errors.EngineException>(() => EndpointTable.Reserve(other.Build(), address, new(), Random.Shared));

        Assert.AreEqual($"Port 81 on {reserved.Address} cannot be had (Permission denied): endpoint 'wished' of 'a' is on 20000 instead.", string.Join('\n', reserved.Table.Moved));
        Assert.AreEqual(
            $"TO1305: 'b' insists on port 80 for its endpoint 'insisted', and it cannot be had: Permission denied ({address.Address}:80). Ports below 1024 are root's on most machines. Let the port be chosen: leave targetPort out and pass the name of the variable that tells the program its port (env:).",
            error.Message);
    }

    [TestMethod]
    public void When_it_fails_nothing_stays_reserved()
    {
        using TcpListener everywhere = new(IPAddress.Any, 0);
        everywhere.Start();
        _definition.AddProgram("a").WithEndpoint(port: 6001, name: "wished");
        _definition.AddProgram("b").WithEndpoint(targetPort: ((IPEndPoint)everywhere.LocalEndpoint).Port, name: "insisted");
        using AddressReservation address = AddressReservation.Reserve(Random.Shared);

        Assert.ThrowsExactly<Errors.EngineException>(() => EndpointTable.Reserve(_definition.Build(), address, new(), Random.Shared));

        using PortReservation? again = PortReservation.TryReserve(new(address.Address, 6001));
        Assert.IsNotNull(again);
    }

    [TestMethod]
    public void A_port_that_is_chosen_is_never_one_that_another_unit_wishes_for()
    {
        _definition.AddProgram("a").WithEndpoint(name: "any");
        _definition.AddProgram("b").WithEndpoint(targetPort: 20000, name: "insisted");

        using Reserved reserved = Reserve(random: new Counting(20000));

        Assert.AreEqual("a/any 20001, b/insisted 20000", reserved.Ports());
        Assert.IsEmpty(reserved.Table.Moved);
    }

    [TestMethod]
    public void Of_two_endpoints_that_wish_for_the_same_port_the_second_is_moved_and_the_first_is_named()
    {
        _definition.AddProgram("a").WithEndpoint(new() { Name = "tcp", OwnAddressPort = 5432 });
        _definition.AddProgram("b").WithEndpoint(new() { Name = "tcp", OwnAddressPort = 5432 });

        using Reserved reserved = Reserve(random: new Counting(20000));

        Assert.AreEqual("a/tcp 5432, b/tcp 20000", reserved.Ports());
        Assert.AreEqual(
            $"Port 5432 on {reserved.Address} is taken by endpoint 'tcp' of 'a': endpoint 'tcp' of 'b' is on 20000 instead.",
            string.Join('\n', reserved.Table.Moved));
    }

    [TestMethod]
    public void Endpoints_are_found_without_regard_to_case_and_a_missing_one_is_told_with_those_that_are_there()
    {
        _definition.AddProgram("a").WithEndpoint(port: 6001, name: "wished").WithEndpoint(port: 6002, name: "other");
        using Reserved reserved = Reserve();

        int port = reserved.Table.Get("a", "WISHED", 0).Address.Port;
        Errors.EngineException error = Assert.ThrowsExactly<Errors.EngineException>(() => reserved.Table.Get("a", "missing", 0));
        DefinitionException stranger = Assert.ThrowsExactly<DefinitionException>(() => reserved.Table.Get("stranger", "missing", 0));

        Assert.AreEqual(6001, port);
        Assert.AreEqual("TO1410: 'a' has no endpoint 'missing'. It declares: 'wished', 'other'.", error.Message);
        Assert.AreEqual("TO1122: There is no 'stranger'. There are: 'a'.", stranger.Message);
    }

    private Reserved Reserve(IPAddress? shared = null, Random? random = null) => new(_definition.Build(), shared, random ?? Random.Shared);

    private sealed class Counting(int first) : Random
    {
        private int _next = first;

        public override int Next(int minValue, int maxValue) => _next++;
    }

    private sealed class Reserved : IDisposable
    {
        private readonly GroupDefinition _group;
        private readonly AddressReservation _address;

        public Reserved(GroupDefinition group, IPAddress? shared, Random random)
        {
            _group = group;
            _address = shared is null ? AddressReservation.Reserve(Random.Shared) : AddressReservation.Shared(shared);
            Table = EndpointTable.Reserve(group, _address, new(), random);
        }

        public EndpointTable Table { get; }

        public IPAddress Address => _address.Address;

        public int PortOf(string unit, string endpoint) => Table.Get(unit, endpoint, 0).Address.Port;

        public string Ports() => string.Join(", ",
            from unit in _group.Units
            from endpoint in unit.Endpoints
            select $"{unit.Name}/{endpoint.Name} {PortOf(unit.Name, endpoint.Name)}");

        public void Dispose()
        {
            Table.Dispose();
            _address.Dispose();
        }
    }
}
