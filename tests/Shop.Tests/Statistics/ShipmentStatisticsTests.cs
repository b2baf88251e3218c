using Shop.Tests.Support;

namespace Shop.Tests.Statistics;

[DistributedTestClass<Projects.AppHost>]
public sealed class ShipmentStatisticsTests : OutsideTests
{
    [TestMethod]
    public async Task A_shipment_is_told_with_all_that_belongs_to_it(TestApp app)
    {
        using ShopClient shop = new(app);
        DateTimeOffset before = TimeProvider.System.GetUtcNow();

        Order order = await shop.WaitForAsync(await shop.PlaceOrderAsync("book", quantity: 2), "fulfilled");

        RecordedRequest told = (await app.Proxy.WaitForAsync(StatisticsHost.Event)).Request;
        DateTimeOffset at = told.Json["at"]!.GetValue<DateTimeOffset>();
        Assert.IsInRange(before, TimeProvider.System.GetUtcNow(), at);
        Assert.AreEqual(
            Json.Compact($$"""
            {
                "event": "shipment_created",
                "at": {{told.Json["at"]!.ToJsonString()}},
                "data": {
                    "order": { "id": "{{order.Id}}", "sku": "book", "quantity": 2 },
                    "shipment": { "id": "{{order.ShipmentId}}", "carrier": "ext2", "price": 9.90, "days": 2 }
                }
            }
            """),
            Json.Compact(told.Text));
    }

    [TestMethod]
    public async Task A_shipment_is_told_once(TestApp app)
    {
        using ShopClient shop = new(app);

        await shop.PlaceOrderAsync("pen");

        await app.Proxy.AssertOnceAsync(StatisticsHost.Event);
    }

    [TestMethod]
    public async Task Every_shipment_is_told(TestApp app)
    {
        using ShopClient shop = new(app);

        Guid[] orders = await Task.WhenAll(shop.PlaceOrderAsync("pen"), shop.PlaceOrderAsync("pen"), shop.PlaceOrderAsync("pen"));

        IReadOnlyList<RecordedExchange> events = await app.Proxy.WaitForAsync(StatisticsHost.Event, count: 3);
        CollectionAssert.AreEquivalent(orders, events.Select(e => StatisticsHost.OrderOf(e.Request)).ToArray());
    }

    [TestMethod]
    public async Task A_carrier_without_a_quote_is_told_with_the_reason(TestApp app)
    {
        Outside.Answers("ext3", Answer.Xml("<quote/>"));
        using ShopClient shop = new(app);

        Guid order = await shop.PlaceOrderAsync("pen");

        RecordedRequest told = (await app.Proxy.WaitForAsync(StatisticsHost.Event)).Request;
        Assert.AreEqual(
            Json.Compact($$"""
            {
                "event": "quote_failed",
                "at": {{told.Json["at"]!.ToJsonString()}},
                "data": {
                    "order": { "id": "{{order}}" },
                    "carrier": { "name": "ext3", "address": "https://ext3.example.com/quotes" },
                    "failure": { "kind": "malformed", "detail": "the quote has no price" }
                }
            }
            """),
            Json.Compact(told.Text));
    }

    [TestMethod]
    public async Task Failures_are_told_before_the_shipment_that_came_about_all_the_same(TestApp app)
    {
        Outside.Answers("ext1", new Answer(500));
        Outside.Answers("ext2", new Answer(500));
        using ShopClient shop = new(app);

        await shop.PlaceOrderAsync("pen");

        IReadOnlyList<RecordedExchange> events = await app.Proxy.WaitForAsync(StatisticsHost.Event, count: 3);
        string[] expected = ["quote_failed ext1", "quote_failed ext2", "shipment_created ext3"];
        CollectionAssert.AreEqual(expected, events.Select(e => $"{e.Request.Json["event"]} {e.Request.Json["data"]!["carrier"]?["name"] ?? e.Request.Json["data"]!["shipment"]!["carrier"]}").ToArray());
    }

    [TestMethod]
    public async Task Of_a_declined_order_nothing_is_told(TestApp app)
    {
        Outside.Answers("payments", PaymentProvider.Declined);
        using ShopClient shop = new(app);

        await shop.WaitForAsync(await shop.PlaceOrderAsync("pen"), "declined");

        await app.Proxy.AssertNoneAsync(StatisticsHost.Event);
    }
}
