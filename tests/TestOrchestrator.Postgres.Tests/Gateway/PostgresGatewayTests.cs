using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using TestOrchestrator.Postgres.Gateway;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Postgres.Tests.Gateway;

[TestClass]
public sealed class PostgresGatewayTests : IDisposable
{
    private readonly FakeServer _server = new();
    private readonly IPEndPoint _address = GatewayAddress.Next();
    private readonly PostgresGateway _gateway;

    public PostgresGatewayTests() => _gateway = new(
        _address,
        new() { UserName = "anna", Password = "sécret" },
        _server.SocketPath,
        OneDatabase.Orders(),
        TimeProvider.System);

    public void Dispose()
    {
        _gateway.Dispose();
        _server.Dispose();
    }

    [TestMethod]
    public async Task Encryption_is_declined_and_the_session_begins_in_clear()
    {
        using RawClient client = await RawClient.ConnectAsync(_address);

        foreach (int request in new[] { PacketBytes.GssEnc, PacketBytes.Ssl, PacketBytes.Ssl })
        {
            await client.SendAsync(PacketBytes.Untyped(request));
            Assert.AreEqual("N", Encoding.ASCII.GetString(await client.ReadBytesAsync(1)));
        }

        await client.SendAsync(PacketBytes.Start("anna", "orders"));
        Assert.AreEqual(("R", "\0\0\0\u0003"), await ReadAsync(client));
    }

    [TestMethod]
    public async Task The_server_is_asked_for_the_copy_and_what_the_client_has_sent_already_follows()
    {
        using RawClient client = await RawClient.ConnectAsync(_address);
        byte[] query = PacketBytes.Typed('Q', PacketBytes.Texts("SELECT 1"));

        await client.SendAsync([.. PacketBytes.Start("anna", "orders"), .. PacketBytes.Password("sécret"), .. query]);
        using Socket server = await _server.AcceptAsync();

        byte[] start = PacketBytes.Start("anna", "app_1_7");
        CollectionAssert.AreEqual((byte[])[.. start, .. query], await ReadBytesAsync(server, start.Length + query.Length));
    }

    [TestMethod]
    [DataRow("anna", "secret", "orders", "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"anna\"\0\0")]
    [DataRow("anna", "", "orders", "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"anna\"\0\0")]
    [DataRow("anna", "sécret", "order", "SFATAL\0VFATAL\0C3D000\0Mdatabase \"order\" does not exist\0\0")]
    [DataRow("anna", "secret", "order", "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"anna\"\0\0")]
    [DataRow("ANNA", "sécret", "orders", "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"ANNA\"\0\0")]
    [DataRow("", "sécret", "orders", "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"\"\0\0")]
    [DataRow("anna", "sécret", "app_1_7", "SFATAL\0VFATAL\0C3D000\0Mdatabase \"app_1_7\" does not exist\0\0")]
    public async Task Who_may_not_enter_is_told_what_PostgreSQL_would_say(string user, string password, string database, string error)
    {
        using RawClient client = await RawClient.ConnectAsync(_address);

        await client.SendAsync([.. PacketBytes.Start(user, database), .. PacketBytes.Password(password)]);

        Assert.AreEqual("R", (await client.ReadAsync()).Type.ToString());
        Assert.AreEqual(("E", error), await ReadAsync(client));
        Assert.AreEqual(0, await client.ReadToEndAsync());
    }

    [TestMethod]
    public async Task What_is_no_start_is_told_so()
    {
        using RawClient client = await RawClient.ConnectAsync(_address);

        await client.SendAsync(PacketBytes.Untyped(2 << 16));

        Assert.AreEqual(("E", "SFATAL\0VFATAL\0C08P01\0MA PostgreSQL client started with the protocol 2.0; 3 is what PostgreSQL speaks.\0\0"), await ReadAsync(client));
        Assert.AreEqual(0, await client.ReadToEndAsync());
    }

    [TestMethod]
    public async Task A_cancel_request_ends_for_the_client_when_it_has_ended_for_the_server()
    {
        byte[] request = PacketBytes.Untyped(PacketBytes.Cancel, [0, 0, 1, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
        using RawClient client = await RawClient.ConnectAsync(_address);

        await client.SendAsync(request);
        using Socket server = await _server.AcceptAsync();
        CollectionAssert.AreEqual(request, await ReadBytesAsync(server, request.Length));
        Task<int> end = client.ReadToEndAsync();
        using RawClient another = await EnteredAsync();
        bool early = end.IsCompleted;
        server.Dispose();

        await end.Soon();
        Assert.AreEqual(0, await end);
        Assert.IsFalse(early, "The client went on before the server had canceled.");
    }

    [TestMethod]
    public async Task A_client_that_says_it_is_done_still_gets_its_answer()
    {
        (RawClient client, Socket server) = await SessionAsync();
        using RawClient c = client;
        using Socket s = server;

        await client.SendAsync("question"u8.ToArray());
        client.Socket.Shutdown(SocketShutdown.Send);
        string question = Encoding.ASCII.GetString(await ReadToEndAsync(server));
        await server.SendAsync("answer"u8.ToArray());
        server.Dispose();

        Assert.AreEqual("question", question);
        Assert.AreEqual(6, await client.ReadToEndAsync());
    }

    [TestMethod]
    public async Task A_client_that_breaks_off_is_gone_for_the_server_too()
    {
        (RawClient client, Socket server) = await SessionAsync();
        using RawClient c = client;
        using Socket s = server;

        client.Abort();

        Task<byte[]> end = ReadToEndAsync(server);
        await end.Soon();
        Assert.IsEmpty(await end);
    }

    [TestMethod]
    public async Task A_server_that_breaks_off_is_gone_for_the_client_too()
    {
        (RawClient client, Socket server) = await SessionAsync();
        using RawClient c = client;

        server.Dispose();

        Task<int> end = client.ReadToEndAsync();
        await end.Soon();
        Assert.AreEqual(0, await end);
    }

    [TestMethod]
    public async Task Much_goes_both_ways_at_once_unchanged()
    {
        const int Size = 20_000_000;
        byte[] question = new byte[Size];
        byte[] answer = new byte[Size];
        new Random(3).NextBytes(question);
        new Random(4).NextBytes(answer);
        (RawClient client, Socket server) = await SessionAsync();
        using RawClient c = client;
        using Socket s = server;

        Task asking = client.SendAsync(question);
        Task<byte[]> asked = ReadBytesAsync(server, Size);
        Task answering = SendAsync(server, answer);
        byte[] answered = await client.ReadBytesAsync(Size);
        await asking;
        await answering;

        Assert.AreEqual(Hash(question), Hash(await asked));
        Assert.AreEqual(Hash(answer), Hash(answered));
    }

    [TestMethod]
    public async Task Closing_the_gateway_ends_every_connection_wherever_it_is()
    {
        using RawClient silent = await RawClient.ConnectAsync(_address);
        using RawClient asked = await RawClient.ConnectAsync(_address);
        await asked.SendAsync(PacketBytes.Start("anna", "orders"));
        await asked.ReadAsync();
        (RawClient inside, Socket server) = await SessionAsync();
        using RawClient i = inside;
        using Socket s = server;

        _gateway.Dispose();

        Task<int>[] ends = [silent.ReadToEndAsync(), asked.ReadToEndAsync(), inside.ReadToEndAsync()];
        await Task.WhenAll(ends).Soon();
        await ReadToEndAsync(server).Soon();
        await Assert.ThrowsExactlyAsync<SocketException>(() => RawClient.ConnectAsync(_address));
    }

    [TestMethod]
    public void A_gateway_that_cannot_be_opened_says_so()
    {
        SocketException e = Assert.ThrowsExactly<SocketException>(() => new PostgresGateway(_address, new() { UserName = "anna", Password = "" }, _server.SocketPath, OneDatabase.Orders(), TimeProvider.System));

        Assert.AreEqual(SocketError.AddressAlreadyInUse, e.SocketErrorCode);
    }

    private async Task<(RawClient Client, Socket Server)> SessionAsync()
    {
        RawClient client = await EnteredAsync();
        Socket server = await _server.AcceptAsync();
        await ReadBytesAsync(server, PacketBytes.Start("anna", "app_1_7").Length);
        return (client, server);
    }

    private async Task<RawClient> EnteredAsync()
    {
        RawClient client = await RawClient.ConnectAsync(_address);
        await client.SendAsync([.. PacketBytes.Start("anna", "orders"), .. PacketBytes.Password("sécret")]);
        await client.ReadAsync();
        return client;
    }

    private static async Task<(string Type, string Text)> ReadAsync(RawClient client)
    {
        (char type, string text) = await client.ReadAsync();
        return (type.ToString(), text);
    }

    private static async Task<byte[]> ReadBytesAsync(Socket socket, int count)
    {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;)
        {
            int some = await socket.ReceiveAsync(bytes.AsMemory(read));
            Assert.AreNotEqual(0, some, $"closed after {read} of {count} bytes");
            read += some;
        }

        return bytes;
    }

    private static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        using MemoryStream all = new();
        using NetworkStream stream = new(socket);
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    private static async Task SendAsync(Socket socket, byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent));
        }
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
