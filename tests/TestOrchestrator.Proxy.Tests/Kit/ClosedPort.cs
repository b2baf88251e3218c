using System.Net;
using System.Net.Sockets;

namespace TestOrchestrator.Proxy.Tests.Kit;

/// <summary>A port where nobody listens: bound, so that nobody else is given it meanwhile, and not listening, so that connections are refused. Not thread-safe.</summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Gets <c>127.0.0.1:port</c>.</summary>
    public string Authority => $"{_socket.LocalEndPoint}";

    public void Dispose() => _socket.Dispose();
}
