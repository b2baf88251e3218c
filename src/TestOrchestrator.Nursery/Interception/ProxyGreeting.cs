using System.Net;
using System.Text;

namespace TestOrchestrator.Nursery.Interception;

/// <summary>
/// Connects the socket of a program with the proxy, and says CONNECT in the program's place. What the program sends next is as if it had
/// connected directly.
/// </summary>
internal static class ProxyGreeting
{
    private const int Refused = 111;
    private const int TimedOut = 110;
    private const int MaxHead = 16 * 1024;

    // As long as the kernel itself tries to connect: the proxy may connect to the origin before it answers.
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(130);

    /// <summary>Makes the words.</summary>
    public static byte[] Words(string host, int port)
    {
        string authority = host.Contains(':') ? $"[{host}]:{port}" : $"{host}:{port}";
        return Encoding.ASCII.GetBytes($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n");
    }

    /// <summary>Tells whether the head of an answer lets the connection stand.</summary>
    public static bool IsEstablished(string head) => head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);

    /// <summary>Connects.</summary>
    /// <returns>What the program is told: 0, or errno.</returns>
    public static int Run(BorrowedSocket socket, IPEndPoint proxy, string host, int port)
    {
        if (socket.Connect(proxy) is not 0 and int error)
        {
            return error;
        }

        int result = socket.Send(Words(host, port)) ? ReadAnswer(socket) : Refused;
        if (result != 0)
        {
            socket.Disconnect();
        }

        return result;
    }

    // Byte by byte, because what comes after the head is the program's.
    private static int ReadAnswer(BorrowedSocket socket)
    {
        StringBuilder head = new();
        while (head.Length < MaxHead)
        {
            bool? came = socket.Receive(s_answerLimit, out byte received);
            if (came is not true)
            {
                return came is null ? TimedOut : Refused;
            }

            head.Append((char)received);
            if (EndsHead(head))
            {
                return IsEstablished(head.ToString()) ? 0 : Refused;
            }
        }

        return Refused;
    }

    private static bool EndsHead(StringBuilder head) =>
        head.Length >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';
}
