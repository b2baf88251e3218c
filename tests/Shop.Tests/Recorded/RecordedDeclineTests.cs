using Shop.Tests.Support;

namespace Shop.Tests.Recorded;

[DistributedTestClass<Projects.AppHost>]
public sealed class RecordedDeclineTests
{
    private static OutsideWorld? s_world;

    private static void ConfigureApp(IDistributedApplicationBuilder builder) => RecordedWorld.Configure(builder);

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_world = await RecordedWorld.StartAsync(context);

    [ClassCleanup]
    public static async Task StopAsync() => await (s_world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    public async Task A_declined_payment_tells_why(TestApp app)
    {
        using ShopClient shop = new(app);

        Order order = await shop.WaitForAsync(await shop.PlaceOrderAsync("pen", quantity: 7), "declined");

        Assert.AreEqual("the card has expired", order.Reason);
        RecordedWorld.AssertAnswered(app);
    }
}
