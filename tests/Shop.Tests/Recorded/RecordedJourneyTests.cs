using Shop.Tests.Support;

namespace Shop.Tests.Recorded;

/// <summary>Where to start reading about recordings: what happens outside depends on what is ordered, and by whom, and nothing is said of it here.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class RecordedJourneyTests : OutsideTests
{
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Api.WithQuickRetries(attempts: 3);
    }

    [TestMethod]
    public async Task An_order_is_charged_shipped_and_told(TestApp app)
    {
        using ShopClient shop = new(app);

        Order order = await shop.WaitForAsync(await shop.PlaceOrderAsync("book"), "fulfilled");

        Assert.AreEqual(("ch_1", "ext2"), (order.ChargeId, order.Carrier));
        await app.Proxy.WaitForAsync(StatisticsHost.Event);
    }

    [TestMethod]
    public async Task A_heavy_parcel_goes_with_another_carrier(TestApp app)
    {
        using ShopClient shop = new(app);

        Order order = await shop.WaitForAsync(await shop.PlaceOrderAsync("pen", quantity: 50), "fulfilled");

        Assert.AreEqual("ext3", order.Carrier);
    }

    [TestMethod]
    public async Task A_declined_payment_tells_why(TestApp app)
    {
        using ShopClient shop = new(app);

        Order order = await shop.WaitForAsync(await shop.PlaceOrderAsync("pen", customer: TestCustomer.CardExpired), "declined");

        Assert.AreEqual("the card has expired", order.Reason);
    }

    [TestMethod]
    public async Task A_charge_that_fails_is_tried_again(TestApp app)
    {
        using ShopClient shop = new(app);

        await shop.WaitForAsync(await shop.PlaceOrderAsync("lamp", customer: TestCustomer.OnlySecondTry), "fulfilled");

        Assert.AreEqual(2, app.Proxy.Count(PaymentProvider.Charge));
    }
}
