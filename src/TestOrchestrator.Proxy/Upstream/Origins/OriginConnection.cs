using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace TestOrchestrator.Proxy.Upstream.Origins;

/// <summary>
/// An open connection to an origin, or to the proxy before it. Not thread-safe, except that one may read while another writes.
/// </summary>
internal sealed class OriginConnection(Socket socket) : IDisposable
{
    public Socket Socket { get; } = socket;

    /// <summary>Gets the bytes, where TLS is spoken the decrypted ones.</summary>
    public Stream Stream { get; private set; } = new NetworkStream(socket, ownsSocket: true);

    /// <summary>Gets the proxy that requests on this connection are meant for, in absolute form.</summary>
    /// <value><see langword="null"/> when they go to the origin, directly or through a tunnel.</value>
    public UpstreamProxyAddress? ToProxy { get; init; }

    /// <summary>Speaks TLS from here on.</summary>
    /// <exception cref="AuthenticationException">The other side is not trusted, or refused.</exception>
    public async Task SecureAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        SslStream tls = new(Stream, leaveInnerStreamOpen: false);
        Stream = tls;
        await tls.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that nothing more will be sent. Has no effect within TLS, where it would look like an accident.</summary>
    public void EndSending()
    {
        if (Stream is NetworkStream)
        {
            Socket.Shutdown(SocketShutdown.Send);
        }
    }

    public void Dispose()
    {
        // The socket first: closing TLS would want to write.
        Socket.Dispose();
        Stream.Dispose();
    }
}
