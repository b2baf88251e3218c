using System.Net;
using System.Security.Cryptography.X509Certificates;
using TestOrchestrator.Proxy.Sessions;

namespace TestOrchestrator.Proxy;

/// <summary>Sends requests through every layer of a server: its own session is proxy, mock and origin at once. Not thread-safe.</summary>
internal sealed class WarmUp(ProxyServer server)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ProxySession session = await server.OpenSessionAsync(new ProxySessionOptions { Name = "warm-up" }, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            session.Root.When(r => r.Get("https://warm-up.example.com/")).Respond(j => j.Json(new { warm = true }));
            using X509Certificate2 root = server.CertificateAuthority.GetCertificate();
            using HttpMessageInvoker client = Client(session.Address, root);

            // As an origin, a session refuses what is not sent to it as a proxy: every layer is passed, and that is all that is wanted.
            string own = session.Endpoint.ToString();
            await SendAsync(client, $"http://{own}/", HttpVersion.Version11, cancellationToken).ConfigureAwait(false);
            await SendAsync(client, $"https://{own}/", HttpVersion.Version11, cancellationToken).ConfigureAwait(false);
            await SendAsync(client, $"https://{own}/", HttpVersion.Version20, cancellationToken).ConfigureAwait(false);
            await SendAsync(client, "https://warm-up.example.com/", HttpVersion.Version20, cancellationToken).ConfigureAwait(false);
            await session.Root.WaitForAsync(r => r.Host("warm-up.example.com"), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task SendAsync(HttpMessageInvoker client, string url, Version version, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, url) { Version = version };
        using HttpResponseMessage response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
    }

    private static HttpMessageInvoker Client(Uri proxy, X509Certificate2 root)
    {
        X509ChainPolicy trust = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(root);
        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            Proxy = new WebProxy(proxy) { BypassProxyOnLocal = false },
            SslOptions = { CertificateChainPolicy = trust },
        });
    }
}
