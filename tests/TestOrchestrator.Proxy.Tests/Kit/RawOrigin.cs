using System.Net;
using System.Net.Sockets;

namespace TestOrchestrator.Proxy.Tests.Kit;

/// <summary>A server whose connections are in the hands of the test.</summary>
internal sealed class RawOrigin : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public RawOrigin() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Authority => $"127.0.0.1:{Port}";

    public bool HasPending => _listener.Pending();

    public async Task<RawConnection> AcceptAsync() => new(await _listener.AcceptSocketAsync());

    public void Dispose() => _listener.Dispose();
}
