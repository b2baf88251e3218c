using System.Net;
using System.Net.Sockets;
using System.Text;
using TestOrchestrator.Engine.Waiting;
using TestOrchestrator.Redis.Providers;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Redis.Tests.Providers;

/// <summary>What is seen of servers that say something else.</summary>
[TestClass]
public sealed class RedisPingTests : IDisposable
{
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly IPEndPoint _address;

    public RedisPingTests()
    {
        _server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _server.Listen();
        _address = (IPEndPoint)_server.LocalEndPoint!;
    }

    public void Dispose() => _server.Dispose();

    [TestMethod]
    [DataRow("+OK\r\n+PONG\r\n", "what was awaited")]
    [DataRow("+OK\r\n-LOADING Redis is loading the dataset in memory\r\n", "the answer '+OK -LOADING Redis is loading the dataset in memory' to PING")]
    [DataRow("-WRONGPASS invalid\r\n-NOAUTH Authentication required.\r\n", "the answer '-WRONGPASS invalid -NOAUTH Authentication required.' to PING")]
    [DataRow("HTTP/1.1 400 Bad Request\r\n\r\n", "the answer 'HTTP/1.1 400 Bad Request' to PING")]
    [DataRow("", "the answer '' to PING")]
    [DataRow("+OK\r\n", "the answer '+OK' to PING")]
    public async Task What_the_server_says_is_seen(string answer, string saw)
    {
        Task<Observation> look = RedisPing.LookAsync(_address, "secret", CancellationToken.None).AsTask();
        (await _server.AcceptAsync()).Dispose();
        using Socket client = await _server.AcceptAsync();

        Assert.AreEqual("*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n*1\r\n$4\r\nPING\r\n", await ReadAsync(client, 40));
        foreach (byte one in Encoding.ASCII.GetBytes(answer))
        {
            await client.SendAsync(new[] { one });
        }

        client.Shutdown(SocketShutdown.Send);
        await look.Soon();
        Assert.AreEqual(saw, (await look).Saw);
    }

    [TestMethod]
    [DataRow("+PONG\r\n", "what was awaited")]
    [DataRow("-NOAUTH Authentication required.\r\n", "the answer '-NOAUTH Authentication required.' to PING")]
    public async Task Without_a_password_there_is_no_login(string answer, string saw)
    {
        Task<Observation> look = RedisPing.LookAsync(_address, password: null, CancellationToken.None).AsTask();
        (await _server.AcceptAsync()).Dispose();
        using Socket client = await _server.AcceptAsync();

        Assert.AreEqual("*1\r\n$4\r\nPING\r\n", await ReadAsync(client, 14));
        await client.SendAsync(Encoding.ASCII.GetBytes(answer));

        await look.Soon();
        Assert.AreEqual(saw, (await look).Saw);
    }

    [TestMethod]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        Task<Observation> look = RedisPing.LookAsync(_address, "secret", CancellationToken.None).AsTask();
        (await _server.AcceptAsync()).Dispose();
        using Socket client = await _server.AcceptAsync();

        await client.SendAsync(Encoding.ASCII.GetBytes(new string('x', 100_000)));

        await look.Soon();
        Assert.AreEqual($"the answer '{new string('x', 256)}' to PING", (await look).Saw);
    }

    [TestMethod]
    public async Task A_server_that_says_nothing_keeps_nobody_longer_than_wanted()
    {
        using CancellationTokenSource cancel = new();
        Task<Observation> look = RedisPing.LookAsync(_address, "secret", cancel.Token).AsTask();
        (await _server.AcceptAsync()).Dispose();
        using Socket client = await _server.AcceptAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => look.Soon());
    }

    [TestMethod]
    public async Task Nobody_there_is_seen_without_an_exception()
    {
        _server.Dispose();

        Assert.AreEqual($"ConnectionRefused by {_address}", (await RedisPing.LookAsync(_address, "secret", CancellationToken.None)).Saw);
    }

    private static async Task<string> ReadAsync(Socket socket, int count)
    {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;)
        {
            read += await socket.ReceiveAsync(bytes.AsMemory(read));
        }

        return Encoding.ASCII.GetString(bytes);
    }
}
