using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Bench.Proxies;

/// <summary>Tells whether a proxy opens TLS. One that only passes it on would look quick, and the client that measures validates nothing.</summary>
internal static class Interception
{
    private const int MostOfHead = 4096;

    /// <exception cref="InvalidOperationException">The client was shown the origin's own certificate.</exception>
    public static async Task CheckAsync(Ground ground, RunningProxy proxy)
    {
        Uri url = ground.Tls("/");
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", proxy.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"CONNECT {url.Authority} HTTP/1.1\r\nHost: {url.Authority}\r\n\r\n"));
        byte[] head = new byte[MostOfHead];
        int length = 0;
        while (length < 4 || !head.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            await stream.ReadExactlyAsync(head.AsMemory(length++, 1));
        }

        X509Certificate2? shown = null;
        await using SslStream tls = new(stream);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = url.Host,
#pragma warning disable CA5359 // What is shown is looked at below; whether it is trusted does not matter.
            RemoteCertificateValidationCallback = (_, certificate, _, _) => (shown = X509CertificateLoader.LoadCertificate(certificate!.GetRawCertData())) is not null,
#pragma warning restore CA5359
        });
        using X509Certificate2 origin = X509Certificate2.CreateFromPem(ground.OriginCertificate);
        using (shown)
        {
            if (shown!.RawDataMemory.Span.SequenceEqual(origin.RawDataMemory.Span))
            {
                throw new InvalidOperationException("It does not open TLS: its client was shown the origin's own certificate.");
            }
        }
    }
}
