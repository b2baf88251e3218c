using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Proxy.Certificates;

namespace TestOrchestrator.Proxy.Tests.Kit;

/// <summary>A real web server that a test forwards to.</summary>
internal sealed class TestOrigin : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestOrigin(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    /// <summary>Starts an https origin with a certificate of the authority, or an http one without.</summary>
    public static async Task<TestOrigin> StartAsync(RequestDelegate handle, CertificateAuthority? authority = null, HttpProtocols? protocols = null, bool asksForCertificate = false)
    {
        ServerCertificate? issued = authority?.IssueServerCertificate(["localhost", "origin.test"], [IPAddress.Loopback]);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.AllowHostHeaderOverride = true;
            kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
            {
                endpoint.Protocols = protocols ?? (issued is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2);
                if (issued is not null)
                {
                    endpoint.UseHttps(X509Certificate2.CreateFromPem(issued.CertificatePem, issued.PrivateKeyPem), https =>
                    {
                        https.ClientCertificateMode = asksForCertificate ? ClientCertificateMode.AllowCertificate : ClientCertificateMode.NoCertificate;
                        https.AllowAnyClientCertificate();
                    });
                }
            });
        });
        if (issued is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        WebApplication app = builder.Build();
        app.UseWebSockets();
        app.Run(handle);
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new TestOrigin(app, new Uri(address));
    }

    public static Task<TestOrigin> StartAsync(string answer, CertificateAuthority? authority = null) =>
        StartAsync(context => context.Response.WriteAsync(answer), authority);

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
