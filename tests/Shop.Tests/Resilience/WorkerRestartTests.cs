using Shop.Tests.Support;

namespace Shop.Tests.Resilience;

[DistributedTestClass<Projects.AppHost>]
public sealed class WorkerRestartTests : OutsideTests
{
    // A stopping shop does not wait long for answers that will not come.
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Api.WithEnvironment("Outbox__StopGrace", "00:00:00.020");
    }

    [TestMethod]
    public async Task An_order_that_was_being_charged_when_the_shop_stopped_is_charged_when_it_starts_again(TestApp app)
    {
        using ResponseGate never = new();
        app.Proxy.When(PaymentProvider.Charge).RespondInOrder(j => PaymentProvider.Accept(j).HeldBy(never), PaymentProvider.Accept);
        using ShopClient shop = new(app);
        Guid id = await shop.PlaceOrderAsync("lamp");
        await never.WaitForHeldAsync(1);

        await app.StopResourceAsync("api");
        await app.StartResourceAsync("api");

        Order order = await shop.WaitForAsync(id, "fulfilled");
        Assert.AreEqual(order, Assert.ContainsSingle((await shop.ListOrdersAsync()).Where(o => o.Sku == "lamp")));
        (string, ExchangeOutcome)[] expected = [(id.ToString(), ExchangeOutcome.Aborted), (id.ToString(), ExchangeOutcome.Mocked)];
        CollectionAssert.AreEqual(expected, app.Proxy.Find(PaymentProvider.Charge).Select(charge => (charge.Request.Headers["Idempotency-Key"]!, charge.Outcome)).ToArray());
    }

    [TestMethod]
    public async Task Orders_accepted_just_before_a_stop_are_not_lost(TestApp app)
    {
        using ShopClient shop = new(app);

        Guid[] ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => shop.PlaceOrderAsync("pen")));
        await app.RestartResourceAsync("api");

        foreach (Guid id in ids)
        {
            await shop.WaitForAsync(id, "fulfilled");
        }

        Guid[] shipped = [.. (await app.Proxy.WaitForAsync(StatisticsHost.Event, count: ids.Length)).Select(e => StatisticsHost.OrderOf(e.Request))];
        CollectionAssert.AreEquivalent(ids, shipped);
    }

    [TestMethod]
    public async Task A_restart_changes_nothing_that_customers_can_see(TestApp app)
    {
        using ShopClient shop = new(app);
        Guid id = await shop.PlaceOrderAsync("book", quantity: 3, key: "before the restart");
        Order before = await shop.WaitForAsync(id, "fulfilled");
        long books = await shop.CountAsync("book");

        await app.RestartResourceAsync("api");

        Assert.AreEqual(before, await shop.GetOrderAsync(id));
        Assert.AreEqual(books, await shop.CountAsync("book"));
        Assert.AreEqual(id, await shop.PlaceOrderAsync("book", quantity: 3, key: "before the restart"));
    }
}
