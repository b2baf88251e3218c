using System.Net;
using System.Net.Http.Json;

namespace Shop.Tests;

[DistributedTestClass<Projects.AppHost>]
public sealed class CheckoutTests
{
    [TestMethod]
    public async Task An_accepted_order_is_charged_once(TestApp app)
    {
        app.Proxy.When(r => r.Post("https://payments.example.com/charges")).Respond(j => j.Json(new { id = "ch_1" }));
        using HttpClient api = app.CreateHttpClient("api");

        HttpResponseMessage accepted = await api.PostAsJsonAsync("/orders", new { sku = "book", quantity = 1 });

        Assert.AreEqual(HttpStatusCode.Accepted, accepted.StatusCode);
        RecordedExchange charge = await app.Proxy.WaitForAsync(r => r.Post("https://payments.example.com/charges"));
        Assert.AreEqual("book", charge.Request.Json["sku"]!.GetValue<string>());
        await app.Proxy.AssertOnceAsync(r => r.Host("payments.example.com"));
    }

    [TestMethod]
    public async Task It_fails(TestApp app)
    {
        using HttpClient api = app.CreateHttpClient("api");
        HttpResponseMessage accepted = await api.PostAsync("/diagnostics/fail", null);
        Assert.AreEqual(HttpStatusCode.Accepted, accepted.StatusCode);
    }
}
