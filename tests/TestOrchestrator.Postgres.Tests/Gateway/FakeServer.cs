using System.Net.Sockets;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Postgres.Tests.Gateway;

/// <summary>The Unix socket of a server that says what the test says.</summary>
internal sealed class FakeServer : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public FakeServer()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
    }

    public string SocketPath => _directory["s"];

    public Task<Socket> AcceptAsync() => _listener.AcceptAsync();

    /// <summary>Closes every connection that comes.</summary>
    public async Task RefuseAsync()
    {
        try
        {
            while (true)
            {
                (await AcceptAsync()).Dispose();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _directory.Dispose();
    }
}
