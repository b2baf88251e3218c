using System.Net;
using System.Net.Sockets;
using System.Text;
using TestOrchestrator.Engine.Health;
using TestOrchestrator.Engine.Waiting;

namespace TestOrchestrator.Redis.Providers;

/// <summary>Asks a Redis server once whether it serves (the Redis serialization protocol, RESP2).</summary>
internal static class RedisPing
{
    /// <summary>Connects, logs in if there is a password, and pings.</summary>
    public static async ValueTask<Observation> LookAsync(IPEndPoint address, string? password, CancellationToken cancellationToken)
    {
        string good = password is null ? "+PONG\r\n" : "+OK\r\n+PONG\r\n";

        // Refused while it starts, many times: this look does not throw for it.
        Observation listening = await TcpProbe.LookAsync(address, cancellationToken).ConfigureAwait(false);
        if (!listening.IsSatisfied)
        {
            return listening;
        }

        try
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            string login = password is null ? "" : Command("AUTH", password);
            await socket.SendAsync(Encoding.UTF8.GetBytes(login + Command("PING")), cancellationToken).ConfigureAwait(false);
            string answer = await ReadAsync(socket, good.AsSpan().Count('\n'), cancellationToken).ConfigureAwait(false);
            return answer == good
                ? Observation.Satisfied
                : Observation.NotYet($"the answer '{answer.ReplaceLineEndings(" ").Trim()}' to PING");
        }
        catch (SocketException e)
        {
            return Observation.NotYet($"{e.SocketErrorCode} by {address}");
        }
    }

    private static async Task<string> ReadAsync(Socket socket, int lines, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[256];
        int length = 0;
        while (length < buffer.Length)
        {
            int read = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            length += read;

            // As many lines as there were commands; or the connection was closed.
            if (read == 0 || buffer.AsSpan(0, length).Count((byte)'\n') >= lines)
            {
                break;
            }
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    // An array of bulk strings: *2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n
    private static string Command(params string[] words) =>
        $"*{words.Length}\r\n{string.Concat(words.Select(w => $"${Encoding.UTF8.GetByteCount(w)}\r\n{w}\r\n"))}";
}
