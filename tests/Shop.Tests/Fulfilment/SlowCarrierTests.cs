using Shop.Tests.Support;

namespace Shop.Tests.Fulfilment;

[DistributedTestClass<Projects.AppHost>]
public sealed class SlowCarrierTests : OutsideTests
{
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Fulfilment.WithEnvironment("Carriers__1__Timeout", "00:00:00.200");
    }

    [TestMethod]
    public async Task A_carrier_that_is_too_slow_is_not_waited_for_although_it_would_be_the_cheapest(TestApp app)
    {
        using ResponseGate never = new();
        app.Proxy.When(Carriers.Ext2).Respond(j => j.Json(new { quote = new { amount = "0.10", currency = "EUR" }, eta = "P1D" }).HeldBy(never));
        using ShopClient shop = new(app);
        using FulfilmentClient fulfilment = new(app);

        Order order = await shop.WaitForAsync(await shop.PlaceOrderAsync(), "fulfilled");

        Assert.AreEqual("ext3", order.Carrier);
        Quote[] quotes = [new("ext1", 12.50m, 3), new("ext2", Failure: "timeout", Detail: "no answer within 0.2 s"), new("ext3", 11.00m, 1)];
        CollectionAssert.AreEqual(quotes, (await fulfilment.GetShipmentAsync(order.Id)).Quotes);
    }
}
