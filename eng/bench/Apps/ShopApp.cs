using System.Net.Http.Json;
using System.Text.Json;
using Bench.Cases;
using Aspire.Hosting.ApplicationModel;
using TestOrchestrator.Engine.Runs;
using TestOrchestrator.Hosting.AppHosts;
using TestOrchestrator.Proxy.Exchanges;
using TestOrchestrator.Proxy.Sessions;

namespace Bench.Apps;

/// <summary>The application of the example: two services, two databases, Redis, the proxy.</summary>
internal sealed class ShopApp : IAsyncDisposable
{
    private readonly AppHostApplication _application;
    private readonly ProxyScope _proxy;

    private ShopApp(AppHostApplication application)
    {
        _application = application;
        _proxy = application.Model.Resources.OfType<InterceptingProxyResource>().Single().Session!.Root;
    }

    /// <summary>Runs the app host, and waits until every resource is healthy.</summary>
    public static async Task<ShopApp> StartAsync(EngineRun run) => new(await ReadyApp.StartAsync(typeof(Projects.AppHost), run));

    /// <summary>Places an order, which is accepted when it is in the database and its stock in the cache.</summary>
    public async Task OrderAsync()
    {
        _proxy.When(r => r.Host("payments.example.com")).Respond(j => j.Json(new { id = "ch_1" }));
        _proxy.When(r => r.Host("ext1.example.com")).Respond(j => j.Json(new { price = 12.5, days = 3 }));
        _proxy.When(r => r.Host("ext2.example.com")).Respond(j => j.Json(new { quote = new { amount = "9.90", currency = "EUR" }, eta = "P2D" }));
        _proxy.When(r => r.Host("ext3.example.com")).Respond(j => j.Text("<quote><price>11.00</price><days>1</days></quote>", "application/xml"));
        _proxy.When(r => r.Host("stats.example.com")).Respond(j => j.Status(204));

        using HttpResponseMessage accepted = await BenchHttp.Client.PostAsJsonAsync(new Uri(_application.GetEndpoint("api"), "/orders"), new { sku = "book", quantity = 1 });
        accepted.EnsureSuccessStatusCode();
    }

    /// <summary>Waits for the last thing that an order does: fulfilment has stored the shipment and tells the statistics.</summary>
    public async Task WaitUntilShippedAsync()
    {
        RecordedExchange told = await _proxy.WaitForAsync(r => r.Post("https://stats.example.com/events"));
        string? name = told.Request.Json["event"]?.GetValue<string>();
        if (name != "shipment_created")
        {
            throw new JsonException($"The order was not shipped: the first event is '{name}'.");
        }
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
