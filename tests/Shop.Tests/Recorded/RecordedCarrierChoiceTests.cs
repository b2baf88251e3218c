using Shop.Tests.Support;

namespace Shop.Tests.Recorded;

[DistributedTestClass<Projects.AppHost>]
public sealed class RecordedCarrierChoiceTests
{
    private static OutsideWorld? s_world;

    private static void ConfigureApp(IDistributedApplicationBuilder builder) => RecordedWorld.Configure(builder);

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_world = await RecordedWorld.StartAsync(context);

    [ClassCleanup]
    public static async Task StopAsync() => await (s_world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    public async Task A_heavy_parcel_goes_with_another_carrier(TestApp app)
    {
        using ShopClient shop = new(app);

        Order order = await shop.WaitForAsync(await shop.PlaceOrderAsync("book", quantity: 9), "fulfilled");

        Assert.AreEqual("ext3", order.Carrier);
        await app.Proxy.WaitForAsync(StatisticsHost.Event);
        RecordedWorld.AssertAnswered(app);
    }
}
