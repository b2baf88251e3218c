using Shop.Tests.Support;

namespace Shop.Tests.Fulfilment;

[DistributedTestClass<Projects.AppHost>]
public sealed class NoCarrierTests : OutsideTests
{
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Api.WithQuickRetries();
    }

    [TestMethod]
    public async Task An_order_that_nobody_ships_waits_for_the_first_carrier_that_recovers(TestApp app)
    {
        Answer down = new(503);
        Outside.CarriersAnswer(down);
        Outside.Answers("ext3", down, down, down, Carriers.FromExt3(11.00m, 1));
        using ShopClient shop = new(app);

        Order order = await shop.WaitForAsync(await shop.PlaceOrderAsync(), "fulfilled");

        Assert.AreEqual("ext3", order.Carrier);
        Assert.AreEqual((1, 12), (app.Proxy.Count(PaymentProvider.Charge), app.Proxy.Count(Carriers.Any)));
    }
}
