using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Postgres.Gateway;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Postgres.Tests.Gateway;

[TestClass]
public sealed class HostileClientTests : IAsyncDisposable
{
    private readonly FakeServer _server = new();
    private readonly IPEndPoint _address = GatewayAddress.Next();
    private readonly PostgresGateway _gateway;

    private readonly Task _refusing;

    public HostileClientTests()
    {
        _gateway = new(_address, new() { UserName = "anna", Password = "secret" }, _server.SocketPath, OneDatabase.Orders(), TimeProvider.System);
        _refusing = _server.RefuseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _gateway.Dispose();
        _server.Dispose();
        await _refusing;
    }

    [TestMethod]
    [DataRow("nothing", "")]
    [DataRow("half a length", "0000")]
    [DataRow("a negative length", "FFFFFFFF00030000")]
    [DataRow("a huge length", "7FFFFFFF00030000")]
    [DataRow("a length without content", "0000001000030000")]
    [DataRow("an empty packet", "0000000800030000")]
    [DataRow("HTTP", "474554202F20485454502F312E310D0A0D0A")]
    [DataRow("TLS without asking", "160301020001000001FC0303")]
    [DataRow("a session message first", "51000000095345000000")]
    [DataRow("a cancel request without a key", "0000000804D2162E")]
    public async Task What_makes_no_sense_ends_its_own_connection_alone(string what, string bytes)
    {
        using RawClient hostile = await RawClient.ConnectAsync(_address);
        await hostile.SendAsync(Convert.FromHexString(bytes));
        hostile.Socket.Shutdown(SocketShutdown.Send);

        Task<int> end = hostile.ReadToEndAsync();

        await end.Soon(what);
        await AssertServesAsync();
    }

    [TestMethod]
    public async Task Clients_that_never_finish_keep_nobody_waiting()
    {
        List<RawClient> slow = [];
        foreach (byte[] part in new byte[][] { [], [0], [0, 0, 0, 20, 0, 3], PacketBytes.Untyped(PacketBytes.Ssl), PacketBytes.Start("anna", "orders") })
        {
            for (int i = 0; i < 20; i++)
            {
                RawClient client = await RawClient.ConnectAsync(_address);
                await client.SendAsync(part);
                slow.Add(client);
            }
        }

        await AssertServesAsync();
        _gateway.Dispose();
        await Task.WhenAll(slow.Select(c => c.ReadToEndAsync())).Soon();

        slow.ForEach(c => c.Dispose());
    }

    [TestMethod]
    public async Task Whatever_is_sent_the_gateway_stays_open()
    {
        const int Clients = 300;
        Random random = new(5);
        byte[][] garbage = [.. Enumerable.Range(0, Clients).Select(_ => Garbage(random))];

        await Task.WhenAll(garbage.Select(async bytes =>
        {
            using RawClient client = await RawClient.ConnectAsync(_address);
            try
            {
                await client.SendAsync(bytes);
                client.Socket.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                // Thrown out while it was still talking.
            }

            await client.ReadToEndAsync();
        })).Soon();

        await AssertServesAsync();
    }

    [TestMethod]
    public async Task Clients_that_break_off_at_any_byte_do_no_harm()
    {
        byte[] all = [.. PacketBytes.Untyped(PacketBytes.Ssl), .. PacketBytes.Start("anna", "orders"), .. PacketBytes.Password("secret")];
        for (int sent = 0; sent <= all.Length; sent++)
        {
            using RawClient client = await RawClient.ConnectAsync(_address);
            await client.SendAsync(all[..sent]);
            client.Abort();
        }

        await AssertServesAsync();
    }

    // Mostly valid, so that it gets further than the first byte: requests, starts, passwords and messages, cut and changed.
    private static byte[] Garbage(Random random)
    {
        byte[] bytes =
        [
            .. random.Next(3) == 0 ? PacketBytes.Untyped(random.Next(2) == 0 ? PacketBytes.Ssl : PacketBytes.GssEnc) : [],
            .. PacketBytes.Start("anna", random.Next(2) == 0 ? "orders" : "x"),
            .. PacketBytes.Password(random.Next(2) == 0 ? "secret" : ""),
            .. PacketBytes.Typed((char)random.Next(256), new byte[random.Next(50)], random.Next(3) == 0 ? random.Next() : null),
        ];
        for (int changes = random.Next(4); changes > 0; changes--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes[..random.Next(bytes.Length + 1)];
    }

    private async Task AssertServesAsync()
    {
        using RawClient client = await RawClient.ConnectAsync(_address);
        await client.SendAsync([.. PacketBytes.Start("anna", "orders"), .. PacketBytes.Password("wrong")]);
        Task<string> answer = client.ReadUntilAsync('E');
        await answer.Soon();
        Assert.AreEqual("RE", await answer);
    }
}
