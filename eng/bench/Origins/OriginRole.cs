using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bench.Roles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Bench.Origins;

/// <summary>The server behind the proxies: bodies of several sizes, over HTTP and HTTPS, HTTP/1.1 and HTTP/2.</summary>
internal static class OriginRole
{
    public const string Verb = "serve-origin";

    /// <summary>13 bytes.</summary>
    public const string Tiny = "/";

    /// <summary>0.9 KB.</summary>
    public const string Small = "/small";

    /// <summary>64 MB.</summary>
    public const string Large = "/large";

    // Thousands of connections may be opened at once, and it is not the origin that is measured.
    private const int Backlog = 16 * 1024;
    private const int BlockBytes = 64 * 1024;
    private const int Blocks = 1024;

    private static readonly byte[] s_tiny = "Hello, World!"u8.ToArray();
    private static readonly byte[] s_small = [.. Enumerable.Repeat((byte)'x', 900)];
    private static readonly byte[] s_block = new byte[BlockBytes];

    public static async Task RunAsync()
    {
        if (await RoleLines.HearAsync<OriginOptions>() is not { } options)
        {
            return;
        }

        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(options.Certificate, options.Key);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.Backlog = Backlog).UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Listen(IPAddress.Loopback, options.TlsPort, listen => listen.UseHttps(certificate));
        });
        await using WebApplication app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        await RoleLines.TellAsync("listening");
        await RoleLines.EndAsync();
    }

    private static Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        Small => SendAsync(context.Response, s_small, 1),
        Large => SendAsync(context.Response, s_block, Blocks),
        _ => SendAsync(context.Response, s_tiny, 1),
    };

    private static async Task SendAsync(HttpResponse response, byte[] block, int count)
    {
        response.ContentType = "text/plain";
        response.ContentLength = (long)block.Length * count;
        for (int i = 0; i < count; i++)
        {
            await response.Body.WriteAsync(block);
        }
    }
}
