using System.Net.Security;
using System.Text;

namespace TestOrchestrator.Proxy.Tests.Kit;

/// <summary>A client of HTTP/1.1 that sends and reads at the same time, through the proxy; to an https origin within TLS.</summary>
internal sealed class EchoClient(RawConnection connection, Stream stream, string target) : IDisposable
{
    public Stream Stream { get; } = stream;

    /// <summary>Gets what stands in the request line: the URL, or within CONNECT the path.</summary>
    public string Target { get; } = target;

    public static async Task<EchoClient> ConnectAsync(TestProxy proxy, Uri origin)
    {
        if (origin.Scheme == Uri.UriSchemeHttp)
        {
            RawConnection plain = await RawConnection.ConnectAsync(proxy.Session);
            return new EchoClient(plain, plain.Stream, origin.ToString());
        }

        RawConnection tunnel = await RawConnection.ConnectThroughAsync(proxy.Session, origin.Authority);
        SslStream tls = new(tunnel.Stream);
        SslClientAuthenticationOptions options = proxy.Trust();
        options.TargetHost = origin.Host;
        await tls.AuthenticateAsClientAsync(options);
        return new EchoClient(tunnel, tls, origin.PathAndQuery);
    }

    public async Task SendAsync(string head, byte[] body)
    {
        await Stream.WriteAsync(Encoding.Latin1.GetBytes(head));
        await Stream.WriteAsync(body);
        await Stream.FlushAsync();
    }

    public async Task<string> ReadHeadAsync()
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await Stream.ReadAsync(one) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    public void Dispose()
    {
        connection.Dispose();
        Stream.Dispose();
    }
}
