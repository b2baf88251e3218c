using System.Net;
using Shop.Tests.Support;

namespace Shop.Tests.Ordering;

/// <summary>Every test sells a product out, each another one.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class SoldOutTests : OutsideTests
{
    [TestMethod]
    [DataRow("lamp", 1, 20, 5)]
    [DataRow("pen", 100, 12, 5)]
    public async Task Of_customers_who_come_at_once_no_more_are_served_than_there_is_stock(TestApp app, string sku, int quantity, int customers, int served)
    {
        using ShopClient shop = new(app);

        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, customers).Select(async _ =>
        {
            using HttpResponseMessage answer = await shop.SendOrderAsync(new { sku, quantity });
            return answer.StatusCode;
        }));

        HttpStatusCode[] expected = [.. Enumerable.Repeat(HttpStatusCode.Accepted, served), .. Enumerable.Repeat(HttpStatusCode.Conflict, customers - served)];
        CollectionAssert.AreEqual(expected, answers.Order().ToArray());
        Assert.AreEqual(0, await shop.CountAsync(sku));
        Assert.AreEqual(served, (await shop.ListOrdersAsync()).Count(order => order.Sku == sku));
    }

    [TestMethod]
    public async Task The_last_ones_can_be_ordered_and_then_no_more(TestApp app)
    {
        using ShopClient shop = new(app);

        await shop.PlaceOrderAsync("book", quantity: 100);
        Refusal refusal = await shop.PlaceRefusedOrderAsync("book");

        Assert.AreEqual(new Refusal(HttpStatusCode.Conflict, "Sold out", "Fewer than 1 of 'book' are left."), refusal);
        Assert.AreEqual(0, await shop.CountAsync("book"));
    }
}
