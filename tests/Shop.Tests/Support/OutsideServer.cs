using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Shop.Tests.Support;

/// <summary>The real thing, as far as there is one: payment provider, carriers and statistics as one web server, from which recordings are made.</summary>
internal sealed class OutsideServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OutsideServer(Func<Uri, string, Answer> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(context => AnswerAsync(context, answer));
    }

    public string Authority => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).GetLeftPart(UriPartial.Authority);

    /// <param name="answer">What is answered to a URL and a body.</param>
    public static async Task<OutsideServer> StartAsync(Func<Uri, string, Answer> answer)
    {
        OutsideServer server = new(answer);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, Func<Uri, string, Answer> answer)
    {
        using StreamReader reader = new(context.Request.Body);
        Answer answered = answer(new(context.Request.GetEncodedUrl()), await reader.ReadToEndAsync());
        context.Response.StatusCode = answered.Status;
        if (answered.Body.Length > 0)
        {
            context.Response.ContentType = answered.ContentType;
            await context.Response.WriteAsync(answered.Body);
        }
    }
}
