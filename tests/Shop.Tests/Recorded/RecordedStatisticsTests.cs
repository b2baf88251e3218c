using Shop.Tests.Support;

namespace Shop.Tests.Recorded;

[DistributedTestClass<Projects.AppHost>]
public sealed class RecordedStatisticsTests
{
    private static OutsideWorld? s_world;

    private static void ConfigureApp(IDistributedApplicationBuilder builder) => RecordedWorld.Configure(builder);

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_world = await RecordedWorld.StartAsync(context);

    [ClassCleanup]
    public static async Task StopAsync() => await (s_world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    public async Task Each_of_two_shipments_is_told(TestApp app)
    {
        using ShopClient shop = new(app);

        Order order = await shop.WaitForAsync(await shop.PlaceOrderAsync("pen", quantity: 2), "fulfilled");

        await shop.WaitForAsync(await shop.PlaceOrderAsync("pen", quantity: 2), "fulfilled");
        await app.Proxy.WaitForAsync(StatisticsHost.Event, count: 2);
        Assert.AreEqual("ext2", order.Carrier);
        RecordedWorld.AssertAnswered(app);
    }
}
