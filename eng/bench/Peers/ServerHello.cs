using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bench.Peers;

/// <summary>Asks a server until it answers as one that is ready.</summary>
internal static class ServerHello
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    public static byte[] Redis { get; } = "PING\r\n"u8.ToArray();

    // A start-up packet of user postgres; a server that is ready asks for a password or lets us in, one that starts says so and closes.
    public static byte[] Postgres { get; } = PostgresStart();

    public static async Task AnswersAsync(IPEndPoint address, byte[] hello)
    {
        while (!await TryAsync(address, hello))
        {
            await Task.Delay(s_pause, TimeProvider.System);
        }
    }

    private static async Task<bool> TryAsync(IPEndPoint address, byte[] hello)
    {
        byte[] answer = new byte[1];
        try
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address);
            await socket.SendAsync(hello);

            // 'R' of Postgres, '+' of Redis; 'E' is an error such as "the database system is starting up".
            return await socket.ReceiveAsync(answer) == 1 && answer[0] is (byte)'R' or (byte)'+';
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static byte[] PostgresStart()
    {
        byte[] body = Encoding.ASCII.GetBytes("user\0postgres\0database\0postgres\0\0");
        return [0, 0, 0, (byte)(8 + body.Length), 0, 3, 0, 0, .. body];
    }
}
