using System.Net;
using System.Net.Sockets;
using System.Text;
using TestOrchestrator.Postgres.Gateway;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Postgres.Tests.Gateway;

/// <summary>What a server gets of a session in the maintenance database.</summary>
[TestClass]
public sealed class MaintenanceRelayTests : IDisposable
{
    private readonly FakeServer _server = new();
    private readonly IPEndPoint _address = GatewayAddress.Next();
    private readonly PostgresGateway _gateway;

    public MaintenanceRelayTests() => _gateway = new(_address, new() { UserName = "anna", Password = null }, _server.SocketPath, OneDatabase.Orders(), TimeProvider.System);

    public void Dispose()
    {
        _gateway.Dispose();
        _server.Dispose();
    }

    [TestMethod]
    [DataRow("CREATE DATABASE extra", "CREATE DATABASE \"own_1\"")]
    [DataRow("CREATE DATABASE \"orders\"", "DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''42P04'', MESSAGE = ''database \"orders\" already exists''; END'")]
    [DataRow("CREATE DATABASE declared", "DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''42P04'', MESSAGE = ''database \"declared\" already exists''; END'")]
    [DataRow("CREATE DATABASE \"app_1_7\"", "CREATE DATABASE \"own_1\"")]
    [DataRow("CREATE DATABASE postgres", "CREATE DATABASE postgres")]
    [DataRow("DROP DATABASE orders WITH (FORCE)", "DROP DATABASE \"app_1_7\" WITH (FORCE)")]
    [DataRow("DROP DATABASE IF EXISTS orders", "DROP DATABASE IF EXISTS \"app_1_7\"")]
    [DataRow("DROP DATABASE \"app_1_7\"", "DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''3D000'', MESSAGE = ''database \"app_1_7\" does not exist''; END'")]
    [DataRow("DROP DATABASE \"it's\"", "DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''3D000'', MESSAGE = ''database \"it''''s\" does not exist''; END'")]
    [DataRow("DROP DATABASE IF EXISTS \"app_1_7\"", "DROP DATABASE IF EXISTS \"own_1\"")]
    [DataRow("DROP DATABASE template1", "DROP DATABASE template1")]
    [DataRow("SELECT 'ä'", "SELECT 'ä'")]
    public Task Statements_about_databases_name_those_of_the_server(string text, string instead) =>
        AssertArrivesAsync(PacketBytes.Typed('Q', PacketBytes.Texts(text)), PacketBytes.Typed('Q', PacketBytes.Texts(instead)));

    [TestMethod]
    [DataRow("CREATE DATABASE extra", "CREATE DATABASE \"own_1\"")]
    [DataRow("CREATE DATABASE \"orders\"", "DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''42P04'', MESSAGE = ''database \"orders\" already exists''; END'")]
    [DataRow("DROP DATABASE orders", "DROP DATABASE \"app_1_7\"")]
    [DataRow("SELECT 'ä'", "SELECT 'ä'")]
    public Task Prepared_statements_about_databases_do_so_too(string text, string instead) => AssertArrivesAsync(
        PacketBytes.Typed('P', [.. PacketBytes.Texts("name", text), 0, 1, 0, 0, 0, 23]),
        PacketBytes.Typed('P', [.. PacketBytes.Texts("name", instead), 0, 1, 0, 0, 0, 23]));

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(1000)]
    public async Task Messages_are_found_however_the_bytes_come(int chunk)
    {
        byte[] before = [.. PacketBytes.Typed('B', PacketBytes.Texts("", "", "CREATE DATABASE extra")), .. PacketBytes.Typed('S', [])];
        byte[] after = [.. PacketBytes.Typed('d', Encoding.UTF8.GetBytes("Q\0\0\0\u0020CREATE DATABASE extra")), .. PacketBytes.Typed('Q', PacketBytes.Texts("SELECT 1"))];

        await AssertArrivesAsync(
            [.. before, .. PacketBytes.Typed('Q', PacketBytes.Texts("CREATE DATABASE extra")), .. after],
            [.. before, .. PacketBytes.Typed('Q', PacketBytes.Texts("CREATE DATABASE \"own_1\"")), .. after],
            chunk);
    }

    [TestMethod]
    public async Task Great_messages_and_many_pass_unchanged()
    {
        Random random = new(8);
        byte[] all =
        [
            .. Enumerable.Range(0, 300).SelectMany(i =>
            {
                byte[] content = new byte[random.Next(40_000)];
                random.NextBytes(content);
                return PacketBytes.Typed("QPBEdS"[random.Next(6)], content);
            }),
        ];

        await AssertArrivesAsync(all, all, chunk: 10_000);
    }

    [TestMethod]
    [DataRow("51FFFFFFFF00")]
    [DataRow("5100000000")]
    [DataRow("5180000000")]
    [DataRow("507FFFFFFF")]
    [DataRow("5000000004")]
    [DataRow("5000000005FF")]
    [DataRow("5100000005FF")]
    [DataRow("51000000")]
    [DataRow("51000000204352")]
    public async Task What_makes_no_sense_is_for_the_server_to_refuse(string bytes)
    {
        byte[] nonsense = Convert.FromHexString(bytes);

        await AssertArrivesAsync(nonsense, nonsense);
    }

    [TestMethod]
    public async Task Answers_come_back_and_the_end_of_one_side_is_the_end_of_the_other()
    {
        (RawClient client, Socket server) = await SessionAsync();
        using RawClient c = client;
        using Socket s = server;

        await server.SendAsync("answer"u8.ToArray());
        Assert.AreEqual("answer", Encoding.ASCII.GetString(await client.ReadBytesAsync(6)));
        client.Abort();

        Task<byte[]> end = ReadToEndAsync(server);
        await end.Soon();
        Assert.IsEmpty(await end);
    }

    private async Task AssertArrivesAsync(byte[] sent, byte[] expected, int chunk = int.MaxValue)
    {
        (RawClient client, Socket server) = await SessionAsync();
        using RawClient c = client;
        using Socket s = server;
        Task<byte[]> arriving = ReadToEndAsync(server);
        foreach (byte[] part in sent.Chunk(Math.Min(chunk, sent.Length)))
        {
            await client.SendAsync(part);
        }

        client.Socket.Shutdown(SocketShutdown.Send);
        await arriving.Soon();
        byte[] arrived = await arriving;
        Assert.AreEqual(Encoding.Latin1.GetString(expected), Encoding.Latin1.GetString(arrived));
    }

    private async Task<(RawClient Client, Socket Server)> SessionAsync()
    {
        RawClient client = await RawClient.ConnectAsync(_address);
        byte[] start = PacketBytes.Start("anna", "postgres");
        await client.SendAsync(start);
        Socket server = await _server.AcceptAsync();
        for (int read = 0; read < start.Length;)
        {
            read += await server.ReceiveAsync(new byte[start.Length - read]);
        }

        return (client, server);
    }

    private static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        using MemoryStream all = new();
        using NetworkStream stream = new(socket);
        try
        {
            await stream.CopyToAsync(all);
        }
        catch (IOException)
        {
            // Broken off.
        }

        return all.ToArray();
    }
}
