using System.Net;
using System.Net.Sockets;
using System.Text;
using TestOrchestrator.Postgres.Gateway;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Postgres.Tests.Gateway;

[TestClass]
public sealed class PacketsTests
{
    [TestMethod]
    public async Task A_packet_that_comes_byte_by_byte_is_read()
    {
        byte[] packet = PacketBytes.Start("anna", "orders");
        (Socket client, Socket server) = await PairAsync();
        using Socket c = client, s = server;
        Task<byte[]> reading = Packets.ReadStartupAsync(server);

        foreach (byte one in packet)
        {
            await client.SendAsync(new[] { one });
        }

        await reading.Soon();
        CollectionAssert.AreEqual(packet, await reading);
    }

    [TestMethod]
    public async Task What_follows_a_packet_is_left_for_the_next()
    {
        (Socket client, Socket server) = await PairAsync();
        using Socket c = client, s = server;
        await client.SendAsync((byte[])[.. PacketBytes.Start("anna", "orders"), .. PacketBytes.Password("secret")]);

        await Packets.ReadStartupAsync(server);
        byte[] password = await Packets.ReadPasswordAsync(server);

        Assert.AreEqual("secret\0", Encoding.UTF8.GetString(password));
    }

    [TestMethod]
    [DataRow(7)]
    [DataRow(0)]
    [DataRow(-1)]
    [DataRow(10001)]
    [DataRow(int.MaxValue)]
    [DataRow(int.MinValue)]
    public async Task A_start_of_an_impossible_length_is_refused_before_it_is_read(int length)
    {
        (Socket client, Socket server) = await PairAsync();
        using Socket c = client, s = server;
        await client.SendAsync(PacketBytes.Untyped(PacketBytes.Version3, length: length));

        InvalidDataException e = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => Packets.ReadStartupAsync(server));

        Assert.AreEqual($"A PostgreSQL client sent a packet of {length} bytes; 8 to 10000 are allowed here.", e.Message);
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(-1)]
    [DataRow(1001)]
    [DataRow(int.MaxValue)]
    public async Task A_password_of_an_impossible_length_is_refused_before_it_is_read(int length)
    {
        (Socket client, Socket server) = await PairAsync();
        using Socket c = client, s = server;
        await client.SendAsync(PacketBytes.Typed('p', [], length));

        InvalidDataException e = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => Packets.ReadPasswordAsync(server));

        Assert.AreEqual($"A PostgreSQL client sent a packet of {length} bytes; 4 to 1000 are allowed here.", e.Message);
    }

    [TestMethod]
    public async Task Another_message_in_place_of_the_password_is_refused()
    {
        (Socket client, Socket server) = await PairAsync();
        using Socket c = client, s = server;
        await client.SendAsync(PacketBytes.Typed('Q', PacketBytes.Texts("SELECT 1")));

        InvalidDataException e = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => Packets.ReadPasswordAsync(server));

        Assert.AreEqual("A PostgreSQL client sent the message 'Q' where its password was asked for.", e.Message);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(20)]
    public async Task A_client_that_leaves_in_the_middle_is_noticed(int sent)
    {
        (Socket client, Socket server) = await PairAsync();
        using Socket c = client, s = server;
        await client.SendAsync(PacketBytes.Start("anna", "orders").AsMemory(0, sent));
        client.Shutdown(SocketShutdown.Send);

        await Assert.ThrowsExactlyAsync<EndOfStreamException>(() => Packets.ReadStartupAsync(server));
    }

    private static async Task<(Socket Client, Socket Server)> PairAsync()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
        return (client, await listener.AcceptAsync());
    }
}
