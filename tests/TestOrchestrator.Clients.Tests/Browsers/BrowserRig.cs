using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TestOrchestrator.Proxy;
using TestOrchestrator.Proxy.Certificates;
using TestOrchestrator.Proxy.Sessions;
using TestOrchestrator.TestKit;

namespace TestOrchestrator.Clients.Tests.Browsers;

/// <summary>A proxy with one session, and an https origin with a page behind the name <c>shop.test</c>.</summary>
internal sealed class BrowserRig : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly WebApplication _origin;

    private BrowserRig(TemporaryDirectory directory, CertificateAuthority authority, ProxyServer server, ProxySession session, WebApplication origin)
    {
        _directory = directory;
        _origin = origin;
        Authority = authority;
        Server = server;
        Session = session;
    }

    public CertificateAuthority Authority { get; }

    public ProxyServer Server { get; }

    public ProxySession Session { get; }

    public ProxyScope Root => Session.Root;

    public static async Task<BrowserRig> StartAsync()
    {
        TemporaryDirectory directory = new();
        CertificateAuthority authority = CertificateAuthority.LoadOrCreate(directory.Path);
        WebApplication origin = await StartOriginAsync(authority);
        Uri address = new(origin.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        ProxyServer server = await ProxyServer.StartAsync(new ProxyServerOptions { CertificateAuthority = authority });
        ProxySession session = await server.OpenSessionAsync(new ProxySessionOptions { Name = "browser", Unmatched = UnmatchedRequests.LoopbackOnly });
        session.Root.Redirect("shop.test", address.ToString(), preserveHost: true);
        return new BrowserRig(directory, authority, server, session, origin);
    }

    public string File(string name) => _directory[name];

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _origin.StopAsync(now.Token);
        await _origin.DisposeAsync();
        Authority.Dispose();
        _directory.Dispose();
    }

    private static async Task<WebApplication> StartOriginAsync(CertificateAuthority authority)
    {
        ServerCertificate issued = authority.IssueServerCertificate(["shop.test"], [IPAddress.Loopback]);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(X509Certificate2.CreateFromPem(issued.CertificatePem, issued.PrivateKeyPem))));
        WebApplication origin = builder.Build();
        origin.UseWebSockets();
        origin.Run(AnswerAsync);
        await origin.StartAsync();
        return origin;
    }

    private static Task AnswerAsync(HttpContext context) => (string)context.Request.Path switch
    {
        "/" => PageAsync(context),
        "/price" => context.Response.WriteAsJsonAsync(new { price = 1.5, currency = "EUR" }),
        "/events" => EventsAsync(context),
        "/socket" => EchoAsync(context),
        _ => NotFoundAsync(context),
    };

    private static Task PageAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync("<!doctype html><html><head><link rel=icon href=data:,><title>Shop</title></head><body>shop</body></html>");
    }

    private static async Task EventsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: one\n\n");
        await context.Response.Body.FlushAsync();
        await context.Response.WriteAsync("event: last\ndata: two\n\n");
        await context.Response.Body.FlushAsync();

        // An event stream stays open; the browser closes it.
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = true });
        byte[] buffer = new byte[100];
        WebSocketReceiveResult heard;
        while ((heard = await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes($"echo {Encoding.UTF8.GetString(buffer, 0, heard.Count)}"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
