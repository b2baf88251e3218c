using System.Net;
using System.Net.Sockets;
using System.Text;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy.Tests.Kit;

/// <summary>One side of a connection that says exactly what a test tells it to, byte by byte.</summary>
internal sealed class RawConnection(Socket socket) : IDisposable
{
    public NetworkStream Stream { get; } = new(socket, ownsSocket: true);

    public static async Task<RawConnection> ConnectAsync(IPEndPoint endpoint)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endpoint);
        return new RawConnection(socket);
    }

    public static Task<RawConnection> ConnectAsync(ProxySession session) => ConnectAsync(session.Endpoint);

    /// <summary>Opens a connection through CONNECT, up to the answer that it stands.</summary>
    public static async Task<RawConnection> ConnectThroughAsync(ProxySession session, string authority)
    {
        RawConnection client = await ConnectAsync(session);
        await client.SendAsync($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n");
        Assert.AreEqual("HTTP/1.1 200 Connection Established\r\n\r\n", await client.ReadHeadAsync());
        return client;
    }

    public Task SendAsync(string text) => Stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    /// <summary>Reads up to and including the empty line.</summary>
    public async Task<string> ReadHeadAsync()
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await Stream.ReadAsync(one) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    public async Task<string> ReadAsync(int count)
    {
        byte[] bytes = new byte[count];
        await Stream.ReadExactlyAsync(bytes);
        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>Reads until the other side closes; a reset is an end too.</summary>
    public async Task<string> ReadToEndAsync()
    {
        StringBuilder all = new();
        byte[] bytes = new byte[4096];
        try
        {
            int read;
            while ((read = await Stream.ReadAsync(bytes)) > 0)
            {
                all.Append(Encoding.Latin1.GetString(bytes, 0, read));
            }
        }
        catch (IOException)
        {
            all.Append("[reset]");
        }

        return all.ToString();
    }

    /// <summary>Says that nothing more will be sent.</summary>
    public void EndSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Breaks the connection off, so that the other side notices.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public void Dispose() => Stream.Dispose();
}
