using System.Net;
using Shop.Tests.Support;

namespace Shop.Tests.Ordering;

[DistributedTestClass<Projects.AppHost>]
public sealed class DuplicateOrderTests : OutsideTests
{
    [TestMethod]
    public async Task An_order_sent_again_with_its_key_is_the_same_order(TestApp app)
    {
        using ShopClient shop = new(app);
        long before = await shop.CountAsync("pen");

        Guid first = await shop.PlaceOrderAsync("pen", quantity: 2, key: "again");
        Guid second = await shop.PlaceOrderAsync("pen", quantity: 2, key: "again");

        Assert.AreEqual(first, second);
        Assert.AreEqual(before - 2, await shop.CountAsync("pen"));
    }

    [TestMethod]
    public async Task Sent_thirty_times_at_once_it_is_one_order_with_one_charge(TestApp app)
    {
        using ShopClient shop = new(app);
        long before = await shop.CountAsync("book");

        Guid[] ids = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => shop.PlaceOrderAsync("book", key: "thirty")));

        Guid id = Assert.ContainsSingle(ids.Distinct());
        await shop.WaitForAsync(id, "fulfilled");
        Assert.ContainsSingle(order => order.Sku == "book", await shop.ListOrdersAsync());
        Assert.AreEqual(before - 1, await shop.CountAsync("book"));
        await app.Proxy.AssertOnceAsync(PaymentProvider.Charge);
    }

    [TestMethod]
    public async Task A_duplicate_of_a_settled_order_is_told_how_it_ended_and_changes_nothing(TestApp app)
    {
        using ShopClient shop = new(app);
        Guid id = await shop.PlaceOrderAsync("pen", key: "settled");
        Order settled = await shop.WaitForAsync(id, "fulfilled");

        using HttpResponseMessage answer = await shop.SendOrderAsync(new { sku = "pen", quantity = 1 }, key: "settled");

        Assert.AreEqual((id, "fulfilled"), await ShopClient.ReadAcceptedAsync(answer));
        Assert.AreEqual(settled, await shop.GetOrderAsync(id));
        await app.Proxy.AssertOnceAsync(PaymentProvider.Charge);
    }

    [TestMethod]
    [DataRow("book", 1, "Anna")]
    [DataRow("pen", 2, "Anna")]
    [DataRow("pen", 1, "Bert")]
    [DataRow("pen", 1, null)]
    public async Task A_key_cannot_be_used_for_another_order(TestApp app, string sku, int quantity, string? customer)
    {
        string key = $"not for {quantity} {sku} of {customer ?? "nobody"}";
        using ShopClient shop = new(app);
        await shop.PlaceOrderAsync("pen", 1, "Anna", key);

        Refusal refusal = await shop.PlaceRefusedOrderAsync(sku, quantity, customer, key);

        Assert.AreEqual(new Refusal(HttpStatusCode.UnprocessableEntity, "Idempotency key reused", $"The Idempotency-Key '{key}' was used with another body."), refusal);
    }

    [TestMethod]
    [DataRow("one key", "another key")]
    [DataRow("case", "CASE")]
    [DataRow(null, null)]
    public async Task Without_the_same_key_the_same_order_is_another_one(TestApp app, string? firstKey, string? secondKey)
    {
        using ShopClient shop = new(app);

        Guid first = await shop.PlaceOrderAsync("pen", key: firstKey);
        Guid second = await shop.PlaceOrderAsync("pen", key: secondKey);

        Assert.AreNotEqual(first, second);
    }
}
