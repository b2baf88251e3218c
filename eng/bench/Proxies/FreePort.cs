using System.Net;
using System.Net.Sockets;

namespace Bench.Proxies;

/// <summary>Finds ports for programs that cannot say which one they took.</summary>
internal static class FreePort
{
    /// <summary>Gets a port of 127.0.0.1 that was free a moment ago.</summary>
    public static int Take()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
