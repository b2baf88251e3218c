using Shop.Tests.Support;

namespace Shop.Tests.Fulfilment;

/// <summary>The shop without Shop.Fulfilment: a service outside of the application stands in for it, and the proxy for that one.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class ReplacedFulfilmentTests
{
    private static void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        builder.ReplaceResource("fulfilment", (b, name) => b.AddExternalService(name, "http://fulfilment.example.com/"));
        builder.Api.WithQuickRetries();
    }

    [TestMethod]
    public async Task The_order_is_shipped_by_what_stands_in(TestApp app)
    {
        Guid shipment = Guid.NewGuid();
        app.Proxy.When(PaymentProvider.Charge).Respond(PaymentProvider.Accept);
        app.Proxy.When(Ship).Respond(j => j.Status(201).Json(new { id = shipment, carrier = "pigeon" }));
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync("book", quantity: 2);

        Order order = await shop.WaitForAsync(id, "fulfilled");
        Assert.AreEqual((shipment, "pigeon"), (order.ShipmentId, order.Carrier));
        Assert.AreEqual($$"""{"orderId":"{{id}}","sku":"book","quantity":2}""", Assert.ContainsSingle(app.Proxy.Find(Ship)).Request.Text);
    }

    [TestMethod]
    public async Task What_stands_in_may_fail_at_first(TestApp app)
    {
        app.Proxy.When(PaymentProvider.Charge).Respond(PaymentProvider.Accept);
        app.Proxy.When(Ship).RespondInOrder(j => j.Status(500), j => j.Text("shipped"), j => j.Json(new { id = Guid.NewGuid(), carrier = "pigeon" }));
        using ShopClient shop = new(app);

        await shop.WaitForAsync(await shop.PlaceOrderAsync(), "fulfilled");

        Assert.AreEqual((1, 3), (app.Proxy.Count(PaymentProvider.Charge), app.Proxy.Count(Ship)));
    }

    private static RequestPattern Ship(RequestPattern r) => r.Post("http://fulfilment.example.com/shipments");
}
