using System.Net;
using Shop.Tests.Support;

namespace Shop.Tests.Resilience;

[DistributedTestClass<Projects.AppHost>]
[TestCategory("aspire")]
public sealed class RedisOutageTests : OutsideTests
{
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Api.WithQuickRetries();

        // In a container Redis runs below a shell, which does not pass on the signal to end: only what is saved by then stays.
        builder.CreateResourceBuilder<RedisResource>("cache").WithPersistence(TimeSpan.FromSeconds(1));
    }

    [TestMethod]
    public async Task Without_redis_orders_are_refused_for_now_and_leave_nothing_behind(TestApp app)
    {
        using ShopClient shop = new(app);
        await using (await Outage.BeginAsync(app, "cache"))
        {
            Refusal refusal = await shop.PlaceRefusedOrderAsync("lamp", quantity: 2, key: "later");

            Assert.AreEqual(new Refusal(HttpStatusCode.ServiceUnavailable, "Service Unavailable"), refusal);
            Assert.DoesNotContain(order => order.Sku == "lamp", await shop.ListOrdersAsync());
        }

        Assert.AreEqual(5, await shop.CountAsync("lamp"));
    }

    [TestMethod]
    public async Task A_restarted_redis_knows_what_it_knew(TestApp app)
    {
        using ShopClient shop = new(app);
        Guid id = await shop.PlaceOrderAsync("pen", quantity: 3, key: "remember me");
        long pens = await shop.CountAsync("pen");

        await app.RestartResourceAsync("cache");

        Assert.AreEqual(pens, await shop.CountAsync("pen"));
        Assert.AreEqual(id, await shop.PlaceOrderAsync("pen", quantity: 3, key: "remember me"));
    }

    [TestMethod]
    public async Task What_redis_has_forgotten_is_counted_again_from_the_orders(TestApp app)
    {
        using ShopClient shop = new(app);
        await shop.PlaceOrderAsync("pen", quantity: 30);
        long pens = await shop.CountAsync("pen");

        Assert.AreEqual("+OK", await RedisConsole.SendAsync(app, "FLUSHALL"));

        Assert.AreEqual(pens, await shop.CountAsync("pen"));
    }

    [TestMethod]
    public async Task The_stock_of_an_order_declined_meanwhile_comes_back_with_redis(TestApp app)
    {
        using ResponseGate bank = new();
        app.Proxy.When(PaymentProvider.Charge).Respond(j => PaymentProvider.Decline(j).HeldBy(bank));
        using ShopClient shop = new(app);
        long before = await shop.CountAsync("book");
        Guid id = await shop.PlaceOrderAsync("book", quantity: 3);
        await bank.WaitForHeldAsync(1);

        await using (await Outage.BeginAsync(app, "cache"))
        {
            bank.Open();
            Order order = await shop.WaitForAsync(id, "with a reason", o => o.Reason is not null);
            Assert.AreEqual("accepted", order.Status);
        }

        await shop.WaitForAsync(id, "declined");
        Assert.AreEqual(before, await shop.CountAsync("book"));
    }
}
