
namespace Shop.Tests;

/// <summary>Where to start reading: the test of the README, with nothing but what the product offers.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class CheckoutTests
{
    [TestMethod]
    public async Task An_accepted_order_is_charged_once(TestApp app)
    {
        app.Proxy.When(r => r.Post("https://payments.example.com/charges")).Respond(j => j.Json(new { id = "ch_1" }));
        using HttpClient api = app.CreateHttpClient("api");

        await api.PostAsJsonAsync("/orders", new { sku = "book", quantity = 1 });   // answers 202 at once, and charges later

        await app.Proxy.AssertOnceAsync(r => r.Host("payments.example.com"));       // exactly once, also after the worker is idle
    }
}
