using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TestOrchestrator.Engine.Applications;
using TestOrchestrator.Postgres.Tests.Kit;

namespace TestOrchestrator.Postgres.Tests.Gateway;

/// <summary>A client that can do what no library would.</summary>
internal sealed class RawClient : IDisposable
{
    private RawClient(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    public static async Task<RawClient> ConnectAsync(IPEndPoint address)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address);
        return new(socket);
    }

    /// <summary>Connects to a server of an application and begins a session with its password, or none if it trusts its clients.</summary>
    public static async Task<RawClient> EnterAsync(RunningApplication app, string server, string database, bool trusts = false)
    {
        RawClient client = await ConnectAsync(app.GetEndpoint(server).Address);
        await client.SendAsync([.. PacketBytes.Start("postgres", database), .. trusts ? [] : PacketBytes.Password(app.Password(server))]);
        Assert.AreEqual("R", (await client.ReadAsync()).Type.ToString());
        await client.ReadUntilAsync('Z');
        return client;
    }

    public async Task SendAsync(byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += await Socket.SendAsync(bytes.AsMemory(sent));
        }
    }

    public async Task<byte[]> ReadBytesAsync(int count)
    {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;)
        {
            int some = await Socket.ReceiveAsync(bytes.AsMemory(read));
            if (some == 0)
            {
                throw new EndOfStreamException($"The connection was closed after {read} of {count} bytes.");
            }

            read += some;
        }

        return bytes;
    }

    public async Task<(char Type, string Text)> ReadAsync()
    {
        byte[] header = await ReadBytesAsync(5);
        byte[] body = await ReadBytesAsync(BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1)) - 4);
        return ((char)header[0], Encoding.UTF8.GetString(body));
    }

    /// <summary>Reads messages up to one of a type.</summary>
    /// <returns>The types of all of them.</returns>
    public async Task<string> ReadUntilAsync(char type)
    {
        StringBuilder types = new();
        do
        {
            types.Append((await ReadAsync()).Type);
        }
        while (types[^1] != type);

        return types.ToString();
    }

    /// <summary>Reads to the end.</summary>
    /// <returns>How many bytes there were; -1 if the connection was broken.</returns>
    public async Task<int> ReadToEndAsync()
    {
        byte[] buffer = new byte[4096];
        int all = 0;
        try
        {
            int read;
            while ((read = await Socket.ReceiveAsync(buffer)) > 0)
            {
                all += read;
            }

            return all;
        }
        catch (SocketException)
        {
            return -1;
        }
    }

    /// <summary>Breaks the connection off, as when the client's machine loses power: no goodbye, not even of TCP.</summary>
    public void Abort()
    {
        Socket.LingerState = new(true, 0);
        Socket.Dispose();
    }

    public void Dispose() => Socket.Dispose();
}
