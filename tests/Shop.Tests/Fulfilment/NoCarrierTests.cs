using Shop.Tests.Support;

namespace Shop.Tests.Fulfilment;

[DistributedTestClass<Projects.AppHost>]
public sealed class NoCarrierTests
{
    private static void ConfigureApp(IDistributedApplicationBuilder builder) => builder.Api.WithQuickRetries();

    [TestMethod]
    public async Task An_order_that_nobody_ships_waits_for_the_first_carrier_that_recovers(TestApp app)
    {
        World.AllIsWell(app.Proxy);
        app.Proxy.When(Carriers.Any).Priority(1).Respond(j => j.Status(503));
        using ShopClient shop = new(app);
        Guid id = await shop.PlaceOrderAsync();

        // Three are asked at a time: the seventh answer is one of the third attempt.
        await app.Proxy.WaitForAsync(Carriers.Any, count: 7);
        Assert.AreEqual("charged", (await shop.GetOrderAsync(id)).Status);
        app.Proxy.When(Carriers.Ext3).Priority(2).Respond(x => x.Text("<quote><price>11.00</price><days>1</days></quote>", "application/xml"));

        Order order = await shop.WaitForAsync(id, "fulfilled");
        Assert.AreEqual("ext3", order.Carrier);
        Assert.AreEqual(1, app.Proxy.Count(PaymentProvider.Charge));
    }
}
