using System.Net.Security;

namespace TestOrchestrator.Engine.Health;

/// <summary>
/// The HTTP client of health checks: no proxy, no redirects, and any certificate, as it only asks whether somebody is there.
/// </summary>
internal sealed class ProbeHttpClient : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    public HttpClient Client { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1),
        SslOptions = new SslClientAuthenticationOptions
        {
#pragma warning disable CA5359 // The service is ours and on loopback; its certificate is not what the check is about.
            RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
        },
    })
    {
        Timeout = s_timeout,
    };

    public void Dispose() => Client.Dispose();
}
