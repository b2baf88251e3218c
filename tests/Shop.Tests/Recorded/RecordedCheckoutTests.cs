using Shop.Tests.Support;

namespace Shop.Tests.Recorded;

[DistributedTestClass<Projects.AppHost>]
public sealed class RecordedCheckoutTests
{
    private static OutsideWorld? s_world;

    private static void ConfigureApp(IDistributedApplicationBuilder builder) => RecordedWorld.Configure(builder);

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_world = await RecordedWorld.StartAsync(context);

    [ClassCleanup]
    public static async Task StopAsync() => await (s_world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    public async Task An_order_is_charged_shipped_and_told(TestApp app)
    {
        using ShopClient shop = new(app);

        Order order = await shop.WaitForAsync(await shop.PlaceOrderAsync("book", quantity: 1), "fulfilled");

        Assert.AreEqual("ext2", order.Carrier);
        await app.Proxy.WaitForAsync(StatisticsHost.Event);
        RecordedWorld.AssertAnswered(app);
    }
}
