using System.Net;
using Shop.Tests.Support;

namespace Shop.Tests.Resilience;

[DistributedTestClass<Projects.AppHost>]
public sealed class FulfilmentOutageTests : OutsideTests
{
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Api.WithQuickRetries();
    }

    [TestMethod]
    public async Task While_fulfilment_is_down_orders_are_taken_and_charged_and_then_they_are_shipped(TestApp app)
    {
        await using Outage outage = await Outage.BeginAsync(app, "fulfilment");
        using ShopClient shop = new(app);
        Guid id = await shop.PlaceOrderAsync();
        await shop.WaitForAsync(id, "charged");

        await outage.EndAsync();

        await shop.WaitForAsync(id, "fulfilled");
        Assert.AreEqual(1, app.Proxy.Count(PaymentProvider.Charge));
    }

    [TestMethod]
    public async Task While_fulfilment_is_down_the_shop_is_healthy_for_it_can_take_orders(TestApp app)
    {
        await using Outage outage = await Outage.BeginAsync(app, "fulfilment");
        using HttpClient api = app.CreateHttpClient("api");

        using HttpResponseMessage health = await api.GetAsync("health");

        Assert.AreEqual(HttpStatusCode.OK, health.StatusCode);
    }

    [TestMethod]
    public async Task A_stopping_fulfilment_finishes_what_it_has_begun(TestApp app)
    {
        using ResponseGate carrier = new();
        app.Proxy.When(Carriers.Ext1).Respond(j => j.Json(new { price = 1.00m, days = 1 }).HeldBy(carrier));
        using ShopClient shop = new(app);
        Guid id = await shop.PlaceOrderAsync();
        await carrier.WaitForHeldAsync(1);

        Task<Outage> stopping = Outage.BeginAsync(app, "fulfilment");
        await app.ResourceNotifications.WaitForResourceAsync("fulfilment", KnownResourceStates.Stopping);
        carrier.Open();

        await using Outage outage = await stopping;
        Order order = await shop.WaitForAsync(id, "fulfilled");
        Assert.AreEqual("ext1", order.Carrier);
    }

    [TestMethod]
    public async Task What_a_stopping_fulfilment_could_not_finish_is_done_once_when_it_starts_again(TestApp app)
    {
        using ResponseGate never = new();
        app.Proxy.When(Carriers.Ext1).RespondInOrder(j => j.Status(500).HeldBy(never), j => j.Json(new { price = 1.00m, days = 1 }));
        using ShopClient shop = new(app);
        using FulfilmentClient fulfilment = new(app);
        Guid id = await shop.PlaceOrderAsync();
        await never.WaitForHeldAsync(1);

        await app.RestartResourceAsync("fulfilment");

        Order order = await shop.WaitForAsync(id, "fulfilled");
        Assert.AreEqual("ext1", order.Carrier);
        Assert.AreEqual(order.ShipmentId, (await fulfilment.GetShipmentAsync(id)).Id);
        Assert.AreEqual(1, app.Proxy.Count(PaymentProvider.Charge));
    }
}
