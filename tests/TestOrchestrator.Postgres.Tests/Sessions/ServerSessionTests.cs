using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using TestOrchestrator.Postgres.Sessions;
using TestOrchestrator.Postgres.Tests.Gateway;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Postgres.Tests.Sessions;

/// <summary>Our side of the simple query protocol, with a server that says what the test says.</summary>
[TestClass]
public sealed class ServerSessionTests : IDisposable
{
    private static readonly byte[] s_trusted = PacketBytes.Typed('R', [0, 0, 0, 0]);
    private static readonly byte[] s_ready = PacketBytes.Typed('Z', "I"u8.ToArray());

    private readonly FakeServer _server = new();

    public void Dispose() => _server.Dispose();

    [TestMethod]
    [DataRow("15.18 (Debian 15.18-0+deb12u1)", 15)]
    [DataRow("9.6.24", 9)]
    [DataRow("18beta1", 18)]
    public async Task The_version_is_what_the_server_says_it_is(string text, int major)
    {
        Task<ServerSession> opening = OpenAsync();
        using Socket server = await _server.AcceptAsync();
        await server.SendAsync((byte[])[.. s_trusted, .. Parameter("TimeZone", "UTC"), .. Parameter("server_version", text), .. PacketBytes.Typed('K', new byte[8]), .. s_ready]);

        using ServerSession session = await opening;

        Assert.AreEqual(major, session.MajorVersion);
    }

    [TestMethod]
    public async Task User_and_database_are_asked_for()
    {
        Task<ServerSession> opening = OpenAsync();
        using Socket server = await _server.AcceptAsync();
        byte[] start = PacketBytes.Start("anna", "orders");
        byte[] seen = new byte[start.Length];
        await server.ReceiveAsync(seen);
        await server.SendAsync((byte[])[.. s_trusted, .. s_ready]);

        using ServerSession session = await opening;

        CollectionAssert.AreEqual(start, seen);
    }

    [TestMethod]
    public async Task Whatever_comes_before_the_end_is_read_over_byte_by_byte()
    {
        (ServerSession session, Socket server) = await OpenedAsync();
        using ServerSession s = session;
        using Socket v = server;
        byte[] answer =
        [
            .. PacketBytes.Typed('T', new byte[30]), .. PacketBytes.Typed('D', new byte[5000]), .. PacketBytes.Typed('C', PacketBytes.Texts("SELECT 1")),
            .. PacketBytes.Typed('N', PacketBytes.Texts("SNOTICE", "")), .. PacketBytes.Typed('A', new byte[10]), .. PacketBytes.Typed('I', []), .. s_ready,
        ];

        Task executing = session.ExecuteAsync("SELECT 'ä'", CancellationToken.None);
        foreach (byte[] part in answer.Chunk(7))
        {
            await server.SendAsync(part);
        }

        await executing.Soon();
        byte[] query = new byte[17];
        await server.ReceiveAsync(query);
        CollectionAssert.AreEqual(PacketBytes.Typed('Q', PacketBytes.Texts("SELECT 'ä'")), query);
    }

    [TestMethod]
    public async Task The_first_error_counts_and_the_session_can_be_used_again()
    {
        (ServerSession session, Socket server) = await OpenedAsync();
        using ServerSession s = session;
        using Socket v = server;
        await server.SendAsync((byte[])
        [
            .. PacketBytes.Typed('C', PacketBytes.Texts("CREATE TABLE")), .. PacketBytes.Typed('C', PacketBytes.Texts("INSERT 0 1")),
            .. Error("SERROR", "VERROR", "C42703", "Mno such column", "DIt is not there.", "HTake another.", "P17"), .. Error("C25P02", "Maborted"), .. s_ready, .. s_ready,
        ]);

        SqlException e = await Assert.ThrowsExactlyAsync<SqlException>(() => session.ExecuteAsync("…", CancellationToken.None));
        await session.ExecuteAsync("…", CancellationToken.None);

        Assert.AreEqual("42703: no such column. It is not there. Take another.", e.Message);
        Assert.AreEqual(("42703", 17, 2), (e.SqlState, e.Position, e.Completed));
    }

    [TestMethod]
    public async Task Why_a_server_ends_a_session_is_told()
    {
        (ServerSession session, Socket server) = await OpenedAsync();
        using ServerSession s = session;
        using Socket v = server;
        await server.SendAsync(Error("SFATAL", "C57P01", "Mterminating connection due to administrator command"));
        server.Shutdown(SocketShutdown.Send);

        SqlException e = await Assert.ThrowsExactlyAsync<SqlException>(() => session.ExecuteAsync("…", CancellationToken.None));

        Assert.AreEqual("57P01: terminating connection due to administrator command.", e.Message);
    }

    [TestMethod]
    public async Task That_a_server_is_gone_is_told()
    {
        (ServerSession session, Socket server) = await OpenedAsync();
        using ServerSession s = session;
        server.Dispose();

        await Assert.ThrowsAsync<IOException>(() => session.ExecuteAsync("…", CancellationToken.None));
    }

    [TestMethod]
    public async Task A_server_that_refuses_is_quoted()
    {
        Task<ServerSession> opening = OpenAsync();
        using Socket server = await _server.AcceptAsync();
        await server.SendAsync(Error("SFATAL", "C3D000", "Mdatabase \"orders\" does not exist"));
        server.Shutdown(SocketShutdown.Send);

        SqlException e = await Assert.ThrowsExactlyAsync<SqlException>(() => opening);

        Assert.AreEqual("3D000: database \"orders\" does not exist.", e.Message);
    }

    [TestMethod]
    public async Task A_server_that_asks_for_a_password_is_not_ours()
    {
        Task<ServerSession> opening = OpenAsync();
        using Socket server = await _server.AcceptAsync();
        await server.SendAsync(PacketBytes.Typed('R', [0, 0, 0, 3]));

        InvalidDataException e = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => opening);

        Assert.AreEqual("The PostgreSQL server asks for a password on its own socket, where its pg_hba.conf says 'trust'.", e.Message);
    }

    [TestMethod]
    public async Task An_open_transaction_is_seen_until_it_ends()
    {
        (ServerSession session, Socket server) = await OpenedAsync();
        using ServerSession s = session;
        using Socket v = server;
        List<bool> seen = [session.IsInTransaction];
        foreach (char status in "TEI")
        {
            await server.SendAsync(PacketBytes.Typed('Z', [(byte)status]));
            await session.ExecuteAsync("…", CancellationToken.None);
            seen.Add(session.IsInTransaction);
        }

        Assert.AreEqual("False True True False", string.Join(' ', seen));
    }

    [TestMethod]
    public async Task A_server_that_says_nothing_keeps_nobody_longer_than_wanted()
    {
        (ServerSession session, Socket server) = await OpenedAsync();
        using ServerSession s = session;
        using Socket v = server;
        using CancellationTokenSource cancel = new();
        Task executing = session.ExecuteAsync("…", cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => executing.Soon());
    }

    private Task<ServerSession> OpenAsync() => ServerSession.OpenAsync(_server.SocketPath, "anna", "orders", CancellationToken.None);

    private async Task<(ServerSession Session, Socket Server)> OpenedAsync()
    {
        Task<ServerSession> opening = OpenAsync();
        Socket server = await _server.AcceptAsync();
        byte[] length = new byte[4];
        await server.ReceiveAsync(length);
        await server.ReceiveAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(length) - 4]);
        await server.SendAsync((byte[])[.. s_trusted, .. s_ready]);
        return (await opening, server);
    }

    private static byte[] Parameter(string name, string value) => PacketBytes.Typed('S', PacketBytes.Texts(name, value));

    private static byte[] Error(params string[] fields) => PacketBytes.Typed('E', [.. PacketBytes.Texts(fields), .. Encoding.ASCII.GetBytes("\0")]);
}
