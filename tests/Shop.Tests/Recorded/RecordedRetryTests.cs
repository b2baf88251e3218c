using Shop.Tests.Support;

namespace Shop.Tests.Recorded;

[DistributedTestClass<Projects.AppHost>]
public sealed class RecordedRetryTests
{
    private static OutsideWorld? s_world;

    private static void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        RecordedWorld.Configure(builder);
        builder.Api.WithQuickRetries(attempts: 3);
    }

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_world = await RecordedWorld.StartAsync(context);

    [ClassCleanup]
    public static async Task StopAsync() => await (s_world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    public async Task A_charge_that_fails_is_tried_again(TestApp app)
    {
        using ShopClient shop = new(app);

        Order order = await shop.WaitForAsync(await shop.PlaceOrderAsync("lamp", quantity: 1), "fulfilled");

        Assert.AreEqual(2, app.Proxy.Count(PaymentProvider.Charge));
        await app.Proxy.WaitForAsync(StatisticsHost.Event);
        RecordedWorld.AssertAnswered(app);
    }
}
