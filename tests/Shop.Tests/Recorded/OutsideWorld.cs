using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Shop.Tests.Recorded;

/// <summary>The real thing, as far as there is one: payment provider, three carriers and statistics as one server, from which recordings are made.</summary>
internal sealed class OutsideWorld : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _charges = new();
    private readonly WebApplication _app;

    private OutsideWorld()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Gets whether this run records, and so needs the real thing; otherwise nothing outside runs.</summary>
    public static bool IsNeeded => Environment.GetEnvironmentVariable("TESTORCHESTRATOR_RECORDINGS") is "record" or "update";

    public static async Task<OutsideWorld> StartAsync()
    {
        OutsideWorld world = new();
        await world._app.StartAsync();
        return world;
    }

    /// <summary>Sends here what is meant for the outside.</summary>
    public void Attach(ProxyScope proxy)
    {
        Uri address = new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        proxy.Redirect("*.example.com", $"http://{address.Authority}", preserveHost: true);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context) => context.Request.Host.Host switch
    {
        "payments.example.com" => ChargeAsync(context),
        "ext1.example.com" => context.Response.WriteAsJsonAsync(new { price = Price(context, 12.50m), days = 3 }),
        "ext2.example.com" => context.Response.WriteAsJsonAsync(new { quote = new { amount = Price(context, 9.90m).ToString(CultureInfo.InvariantCulture), currency = "EUR" }, eta = "P2D" }),
        "ext3.example.com" => QuoteAsync(context),
        _ => TakeAsync(context),
    };

    // Heavy parcels cost twice as much at the second, so that another one is the cheapest.
    private static decimal Price(HttpContext context, decimal price) =>
        int.Parse(context.Request.Query["weight"]!, CultureInfo.InvariantCulture) > 2000 && context.Request.Host.Host == "ext2.example.com" ? 2 * price : price;

    private static Task QuoteAsync(HttpContext context)
    {
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync("<quote><price>11.00</price><days>1</days></quote>");
    }

    private static Task TakeAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    // Seven of a thing cannot be paid, and lamps at the second attempt only.
    private async Task ChargeAsync(HttpContext context)
    {
        using System.Text.Json.JsonDocument charge = await System.Text.Json.JsonDocument.ParseAsync(context.Request.Body);
        string sku = charge.RootElement.GetProperty("sku").GetString()!;
        int quantity = charge.RootElement.GetProperty("quantity").GetInt32();
        int attempt = _charges.AddOrUpdate(charge.RootElement.GetProperty("orderId").GetString()!, 1, (_, n) => n + 1);
        (int status, object answer) = (sku, quantity, attempt) switch
        {
            (_, 7, _) => (402, new { reason = "the card has expired" }),
            ("lamp", _, 1) => (503, new { reason = "try again" }),
            _ => (200, (object)new { id = $"ch_{sku}_{quantity}" }),
        };
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(answer);
    }
}
