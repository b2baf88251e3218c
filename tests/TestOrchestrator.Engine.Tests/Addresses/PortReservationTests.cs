using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Engine.Addresses;

namespace TestOrchestrator.Engine.Tests.Addresses;

// A program that another test is starting has copies of the sockets of this process until it runs.
[TestClass]
[DoNotParallelize]
public sealed class PortReservationTests
{
    [TestMethod]
    public void A_reserved_port_cannot_be_reserved_again_until_it_is_released()
    {
        using AddressReservation address = AddressReservation.Reserve(Random.Shared);
        IPEndPoint endPoint = new(address.Address, 5432);
        PortReservation first = PortReservation.TryReserve(endPoint)!;

        using PortReservation? second = PortReservation.TryReserve(endPoint);
        first.Dispose();
        using PortReservation? third = PortReservation.TryReserve(endPoint);

        Assert.IsNull(second);
        Assert.AreEqual(endPoint, third?.EndPoint);
    }

    [TestMethod]
    public async Task A_server_can_listen_on_a_reserved_port_and_again_after_a_restart()
    {
        using AddressReservation address = AddressReservation.Reserve(Random.Shared);
        using PortReservation reservation = PortReservation.TryReserve(new(address.Address, 5432))!;

        for (int i = 0; i < 3; i++)
        {
            using TcpListener server = new(reservation.EndPoint);
            server.Start();
            using TcpClient client = new();
            await client.ConnectAsync(reservation.EndPoint).Soon();
            using TcpClient accepted = await server.AcceptTcpClientAsync().Soon();
            Assert.AreEqual(reservation.EndPoint, accepted.Client.LocalEndPoint);
        }
    }

    [TestMethod]
    public void A_port_on_which_somebody_listens_everywhere_cannot_be_reserved_on_any_address()
    {
        using TcpListener everywhere = new(IPAddress.Any, 0);
        everywhere.Start();
        using AddressReservation address = AddressReservation.Reserve(Random.Shared);

        using PortReservation? reservation = PortReservation.TryReserve(new(address.Address, ((IPEndPoint)everywhere.LocalEndpoint).Port));

        Assert.IsNull(reservation);
    }

    [TestMethod]
    public void A_port_on_which_somebody_listens_on_another_address_is_free()
    {
        using TcpListener elsewhere = new(IPAddress.Loopback, 0);
        elsewhere.Start();
        using AddressReservation address = AddressReservation.Reserve(Random.Shared);
        IPEndPoint endPoint = new(address.Address, ((IPEndPoint)elsewhere.LocalEndpoint).Port);

        using PortReservation? reservation = PortReservation.TryReserve(endPoint);

        Assert.AreEqual(endPoint, reservation?.EndPoint);
    }

    [TestMethod]
    public void Any_port_is_one_below_those_that_the_kernel_gives_to_clients()
    {
        using AddressReservation address = AddressReservation.Reserve(Random.Shared);

        List<PortReservation> reservations = [.. Enumerable.Range(0, 200).Select(_ => PortReservation.ReserveAny(address.Address, Random.Shared))];

        int[] ports = [.. reservations.Select(r => r.EndPoint.Port)];
        reservations.ForEach(r => r.Dispose());
        Assert.HasCount(200, ports.Distinct());
        Assert.IsEmpty(ports.Where(p => p is < 20000 or > 32767));
    }

    [TestMethod]
    public void When_no_port_is_free_that_is_told()
    {
        using AddressReservation address = AddressReservation.Reserve(Random.Shared);
        using PortReservation only = PortReservation.TryReserve(new(address.Address, 20000))!;

        Errors.EngineException error = Assert.ThrowsExactly<Errors.EngineException>(() => PortReservation.ReserveAny(address.Address, new SameNumbers()));

        Assert.AreEqual($"TO1302: None of 500 ports tried between 20000 and 32767 on {address.Address} is free. Stop what listens there ('ss -ltn' shows it).", error.Message);
    }

    private sealed class SameNumbers : Random
    {
        public override int Next(int minValue, int maxValue) => minValue;
    }
}
