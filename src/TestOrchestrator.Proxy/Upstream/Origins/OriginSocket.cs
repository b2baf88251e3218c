using System.Net;
using System.Net.Sockets;
using TestOrchestrator.Proxy.Matching;

namespace TestOrchestrator.Proxy.Upstream.Origins;

/// <summary>Connects sockets: the one place of the library that asks name servers.</summary>
internal static class OriginSocket
{
    /// <exception cref="SocketException">The host could not be reached.</exception>
    public static async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (LoopbackName.Addresses(host) is { } addresses)
            {
                await socket.ConnectAsync(addresses, port, cancellationToken).ConfigureAwait(false);
            }
            else if (IPAddress.TryParse(host, out IPAddress? address))
            {
                await socket.ConnectAsync(address, port, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
