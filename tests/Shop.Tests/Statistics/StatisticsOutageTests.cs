using Shop.Tests.Support;

namespace Shop.Tests.Statistics;

[DistributedTestClass<Projects.AppHost>]
public sealed class StatisticsOutageTests : OutsideTests
{
    // An event may wait for as long as a test likes.
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Fulfilment.WithEnvironment("Analytics__Timeout", "00:01:00");
    }

    [TestMethod]
    [DataRow(500)]
    [DataRow(404)]
    public async Task An_event_that_is_refused_is_lost_and_the_order_is_fulfilled_all_the_same(TestApp app, int status)
    {
        Outside.Answers("stats", new Answer(status));
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync();

        await shop.WaitForAsync(id, "fulfilled");
        await app.Proxy.AssertOnceAsync(StatisticsHost.Event);
    }

    [TestMethod]
    public async Task Orders_do_not_wait_for_events_and_these_arrive_in_order_when_the_host_answers_again(TestApp app)
    {
        using ResponseGate host = new();
        app.Proxy.When(StatisticsHost.Event).Respond(j => j.Status(204).HeldBy(host));
        using ShopClient shop = new(app);

        Guid first = await shop.PlaceOrderAsync();
        await shop.WaitForAsync(first, "fulfilled");
        await host.WaitForHeldAsync(1);
        Guid second = await shop.PlaceOrderAsync();
        await shop.WaitForAsync(second, "fulfilled");
        Assert.AreEqual(1, app.Proxy.Count(StatisticsHost.Event));

        host.Open();
        IReadOnlyList<RecordedExchange> events = await app.Proxy.WaitForAsync(StatisticsHost.Event, count: 2);
        Guid[] orders = [first, second];
        CollectionAssert.AreEqual(orders, events.Select(e => StatisticsHost.OrderOf(e.Request)).ToArray());
    }
}
