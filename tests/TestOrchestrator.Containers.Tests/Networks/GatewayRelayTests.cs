using System.Net;
using System.Net.Sockets;
using System.Text;
using TestOrchestrator.Containers.Api;
using TestOrchestrator.Containers.Networks;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Containers.Tests.Networks;

/// <summary>Loopback addresses stand in for the gateway of a network, and for its containers.</summary>
[TestClass]
public sealed class GatewayRelayTests
{
    private static readonly NetworkAddresses s_network = new(IPAddress.Parse("127.40.0.1"), IPNetwork.Parse("127.40.0.0/16"));
    private static readonly IPAddress s_container = IPAddress.Parse("127.40.0.2");

    [TestMethod]
    public async Task A_container_of_the_network_talks_to_the_service_both_ways_until_both_have_said_all()
    {
        using TcpListener service = Service();
        await using GatewayRelay relay = Start(service);
        using Socket container = await ConnectAsync(s_container, relay);
        using Socket accepted = await service.AcceptSocketAsync().Soon();

        await container.SendAsync(Encoding.UTF8.GetBytes("question"));
        container.Shutdown(SocketShutdown.Send);
        string question = await ReadAllAsync(accepted).Soon();
        await accepted.SendAsync(Encoding.UTF8.GetBytes("answer"));
        accepted.Shutdown(SocketShutdown.Send);
        string answer = await ReadAllAsync(container).Soon();

        Assert.AreEqual("question answer", $"{question} {answer}");
    }

    [TestMethod]
    public async Task A_connection_from_outside_the_network_is_closed_and_never_reaches_the_service()
    {
        using TcpListener service = Service();
        await using GatewayRelay relay = Start(service);
        using Socket stranger = await ConnectAsync(IPAddress.Parse("127.41.0.2"), relay);

        string heard = await ReadAllAsync(stranger).Soon();

        Assert.AreEqual("", heard);
        Assert.IsFalse(service.Pending());
    }

    [TestMethod]
    public async Task It_has_the_port_that_is_wanted_and_another_if_that_is_taken()
    {
        using TcpListener service = Service();
        await using GatewayRelay first = Start(service);
        int port = first.Address.Port;

        await using GatewayRelay second = GatewayRelay.Start(s_network, (IPEndPoint)service.LocalEndpoint, port, TimeProvider.System);
        await first.DisposeAsync();
        await using GatewayRelay third = GatewayRelay.Start(s_network, (IPEndPoint)service.LocalEndpoint, port, TimeProvider.System);

        Assert.AreNotEqual(port, second.Address.Port);
        Assert.AreEqual(new IPEndPoint(s_network.Gateway, port), third.Address);
    }

    [TestMethod]
    public async Task Its_end_closes_the_connections_on_both_sides()
    {
        using TcpListener service = Service();
        GatewayRelay relay = Start(service);
        using Socket container = await ConnectAsync(s_container, relay);
        using Socket accepted = await service.AcceptSocketAsync().Soon();

        await relay.DisposeAsync().AsTask().Soon();

        Assert.AreEqual("", await ReadAllAsync(container).Soon());
        Assert.AreEqual("", await ReadAllAsync(accepted).Soon());
        SocketException refused = await Assert.ThrowsExactlyAsync<SocketException>(() => ConnectAsync(s_container, relay));
        Assert.AreEqual(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [TestMethod]
    public async Task A_service_that_does_not_listen_is_a_closed_connection()
    {
        using TcpListener service = Service();
        await using GatewayRelay relay = Start(service);
        service.Stop();

        using Socket container = await ConnectAsync(s_container, relay);

        Assert.AreEqual("", await ReadAllAsync(container).Soon());
    }

    [TestMethod]
    public void It_leads_to_services_of_this_machine_only()
    {
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => GatewayRelay.Start(s_network, IPEndPoint.Parse("192.0.2.1:80"), 0, TimeProvider.System));

        Assert.StartsWith("192.0.2.1:80 is not on a loopback address", e.Message);
    }

    [TestMethod]
    [DataRow("0.0.0.0", "0.0.0.0/0")]
    [DataRow("127.50.0.1", "127.40.0.0/16")]
    public void It_listens_on_the_gateway_of_a_network_and_nowhere_else(string gateway, string subnet)
    {
        NetworkAddresses network = new(IPAddress.Parse(gateway), IPNetwork.Parse(subnet));

        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => GatewayRelay.Start(network, IPEndPoint.Parse("127.0.0.1:80"), 0, TimeProvider.System));

        Assert.StartsWith($"The gateway {gateway} is not in the subnet {subnet}.", e.Message);
    }

    [TestMethod]
    public void A_gateway_that_is_not_this_machines_is_an_error_that_says_what_engine_is_needed()
    {
        NetworkAddresses network = new(IPAddress.Parse("192.0.2.1"), IPNetwork.Parse("192.0.2.0/24"));

        Engine.Errors.EngineException e = Assert.ThrowsExactly<Engine.Errors.EngineException>(() => GatewayRelay.Start(network, IPEndPoint.Parse("127.0.0.1:80"), 0, TimeProvider.System));

        Assert.AreEqual("TO1652", e.Code);
        Assert.Contains("192.0.2.1, and nothing can listen there", e.Message);
    }

    private static TcpListener Service()
    {
        TcpListener service = new(IPAddress.Loopback, 0);
        service.Start();
        return service;
    }

    private static GatewayRelay Start(TcpListener service) => GatewayRelay.Start(s_network, (IPEndPoint)service.LocalEndpoint, 0, TimeProvider.System);

    private static async Task<Socket> ConnectAsync(IPAddress from, GatewayRelay relay)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(relay.Address).Soon();
        return socket;
    }

    private static async Task<string> ReadAllAsync(Socket socket)
    {
        byte[] buffer = new byte[100];
        int length = 0;
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(length)) is > 0 and int read)
            {
                length += read;
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed as well.
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
