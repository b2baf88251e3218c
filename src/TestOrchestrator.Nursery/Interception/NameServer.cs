using System.Net;
using System.Net.Sockets;

namespace TestOrchestrator.Nursery.Interception;

/// <summary>A name server on loopback, on a port of its own. Thread-safe.</summary>
internal sealed class NameServer : IDisposable
{
    // Longer than any query.
    private const int MaxQuery = 4096;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public NameServer()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        new Thread(Serve) { IsBackground = true, Name = "names" }.Start();
    }

    /// <summary>Gets what it has answered.</summary>
    public NameTable Names { get; } = new();

    public IPEndPoint Endpoint => (IPEndPoint)_socket.LocalEndPoint!;

    public void Dispose() => _socket.Dispose();

    private void Serve()
    {
        byte[] query = new byte[MaxQuery];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        while (true)
        {
            try
            {
                int length = _socket.ReceiveFrom(query, ref from);
                if (DnsAnswer.To(query.AsSpan(0, length), Names) is { } answer)
                {
                    _socket.SendTo(answer, from);
                }
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.MessageSize)
            {
                // Who asked has gone, or it was no query.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
