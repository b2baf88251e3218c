using Shop.Tests.Support;

namespace Shop.Tests.Fulfilment;

/// <summary>The shop without Shop.Fulfilment: a service outside of the application stands in for it, and the proxy for that one.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class ReplacedFulfilmentTests : OutsideTests
{
    private static readonly Guid s_shipment = Guid.Parse("5b0f7c1e-0d4b-4b5e-9a57-6d1c0f2a9e11");

    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.ReplaceResource("fulfilment", (b, name) => b.AddExternalService(name, "http://fulfilment.example.com/"));
        builder.Api.WithQuickRetries();
    }

    [TestMethod]
    public async Task The_order_is_shipped_by_what_stands_in(TestApp app)
    {
        Outside.Answers("fulfilment", Answer.Json(new { id = s_shipment, carrier = "pigeon" }, 201));
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync("book", quantity: 2);

        Order order = await shop.WaitForAsync(id, "fulfilled");
        Assert.AreEqual((s_shipment, "pigeon"), (order.ShipmentId, order.Carrier));
        Assert.AreEqual($$"""{"orderId":"{{id}}","sku":"book","quantity":2}""", Assert.ContainsSingle(app.Proxy.Find(Ship)).Request.Text);
    }

    [TestMethod]
    public async Task What_stands_in_may_fail_at_first(TestApp app)
    {
        Outside.Answers("fulfilment", new(500), new(200, "shipped"), Answer.Json(new { id = s_shipment, carrier = "pigeon" }));
        using ShopClient shop = new(app);

        await shop.WaitForAsync(await shop.PlaceOrderAsync(), "fulfilled");

        Assert.AreEqual((1, 3), (app.Proxy.Count(PaymentProvider.Charge), app.Proxy.Count(Ship)));
    }

    private static RequestPattern Ship(RequestPattern r) => r.Post("http://fulfilment.example.com/shipments");
}
