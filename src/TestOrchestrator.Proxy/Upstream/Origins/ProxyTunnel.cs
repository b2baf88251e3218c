using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Matching;
using TestOrchestrator.Proxy.Upstream.Http1;

namespace TestOrchestrator.Proxy.Upstream.Origins;

/// <summary>Reaches an upstream proxy, and through it an origin by CONNECT (RFC 9110, section 9.3.6). Thread-safe.</summary>
internal sealed class ProxyTunnel(UpstreamProxyAddress proxy, UpstreamTrust trust)
{
    private const int HeadLimit = 16 * 1024;

    /// <summary>Connects to the proxy itself.</summary>
    /// <param name="isForRequests">Whether requests in absolute form are to be sent on the connection.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="UpstreamException">It could not be reached.</exception>
    public async Task<OriginConnection> ReachProxyAsync(bool isForRequests, CancellationToken cancellationToken)
    {
        OriginConnection? connection = null;
        try
        {
            Socket socket = await OriginSocket.ConnectAsync(proxy.Host, proxy.Port, cancellationToken).ConfigureAwait(false);
            connection = new OriginConnection(socket) { ToProxy = isForRequests ? proxy : null };
            if (proxy.IsSecure)
            {
                SslClientAuthenticationOptions tls = trust.Options();
                tls.TargetHost = proxy.Host;
                await connection.SecureAsync(tls, cancellationToken).ConfigureAwait(false);
            }

            return connection;
        }
        catch (Exception refused)
        {
            connection?.Dispose();
            if (refused is SocketException or AuthenticationException or IOException)
            {
                throw UpstreamErrors.Unreachable(proxy, (refused.InnerException ?? refused).Message, refused);
            }

            throw;
        }
    }

    /// <summary>Connects to an origin through the proxy.</summary>
    /// <exception cref="UpstreamException">The proxy could not be reached, or refused.</exception>
    public async Task<OriginConnection> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        OriginConnection connection = await ReachProxyAsync(isForRequests: false, cancellationToken).ConfigureAwait(false);
        try
        {
            string authority = string.Create(CultureInfo.InvariantCulture, $"{HostText.InAuthority(host)}:{port}");
            string authorization = proxy.Authorization is null ? "" : $"Proxy-Authorization: {proxy.Authorization}\r\n";
            await connection.Stream.WriteAsync(Encoding.Latin1.GetBytes($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{authorization}\r\n"), cancellationToken).ConfigureAwait(false);
            byte[] head = await ReadHeadAsync(connection.Stream, cancellationToken).ConfigureAwait(false);
            Check(head, host, port);
            return connection;
        }
        catch (Exception failed)
        {
            connection.Dispose();
            if (failed is IOException)
            {
                throw UpstreamErrors.NotAProxy(proxy, failed.Message, failed);
            }

            throw;
        }
    }

    // Byte by byte: what follows the head is the origin's, which may speak first.
    private static async Task<byte[]> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] head = new byte[HeadLimit];
        for (int length = 0; length < HeadLimit; length++)
        {
            if (await stream.ReadAsync(head.AsMemory(length, 1), cancellationToken).ConfigureAwait(false) == 0)
            {
                throw new IOException("it closed the connection");
            }

            if (head.AsSpan(0, length + 1).EndsWith("\r\n\r\n"u8))
            {
                return head[..(length + 1)];
            }
        }

        throw new IOException($"the head of its answer is longer than {HeadLimit} bytes");
    }

    private void Check(byte[] bytes, string host, int port)
    {
        Http1Head head;
        try
        {
            int searched = 0;
            head = HeaderSection.FindEnd(bytes, ref searched) is { } length ? Http1Head.Read(bytes.AsSpan(0, length), isHeadRequest: false, RecordedHeaders.Empty) : throw new IOException("its answer has no end");
        }
        catch (UpstreamException invalid)
        {
            throw UpstreamErrors.NotAProxy(proxy, invalid.Message, invalid);
        }

        if (head.Response.Status == 407)
        {
            throw UpstreamErrors.WantsCredentials(proxy);
        }

        if (head.Response.Status is < 200 or > 299)
        {
            throw UpstreamErrors.Refused(proxy, host, port, $"{head.Response.Status} {head.Response.Reason}".TrimEnd());
        }
    }
}
