using System.Collections.Concurrent;
using System.Net;
using Shop.Tests.Support;

namespace Shop.Tests.Isolation;

/// <summary>The same tests for several shops at the same time. Each does what would be seen by the others if they had anything in common.</summary>
public abstract class NeighbourTests : OutsideTests
{
    // Every order of every neighbour so far, and whose it is.
    private static readonly ConcurrentDictionary<Guid, string> s_orders = new();

    [TestMethod]
    public async Task A_key_that_all_neighbours_use_stands_for_an_order_of_its_own_in_each(TestApp app)
    {
        using ShopClient shop = new(app);

        Guid id = await PlaceOrderAsync(app, shop, key: "the same for all neighbours");

        Assert.AreEqual(app.Id, s_orders[id]);
        Assert.AreEqual(id, await PlaceOrderAsync(app, shop, key: "the same for all neighbours"));
    }

    [TestMethod]
    public async Task A_shop_lists_its_own_orders_alone(TestApp app)
    {
        using ShopClient shop = new(app);
        await PlaceOrderAsync(app, shop);

        Order[] listed = await shop.ListOrdersAsync();

        CollectionAssert.AreEquivalent(OrdersOf(app), listed.Select(order => order.Id).ToArray());
    }

    [TestMethod]
    public async Task A_shop_misses_what_it_has_sold_itself_and_no_more(TestApp app)
    {
        using ShopClient shop = new(app);
        await PlaceOrderAsync(app, shop);

        Assert.AreEqual(5 - OrdersOf(app).Length, await shop.CountAsync("lamp"));
    }

    [TestMethod]
    public async Task A_shop_has_not_shipped_the_orders_of_its_neighbours(TestApp app)
    {
        using ShopClient shop = new(app);
        using FulfilmentClient fulfilment = new(app);
        Guid own = await PlaceOrderAsync(app, shop);
        await shop.WaitForAsync(own, "fulfilled");

        Assert.AreEqual(own, (await fulfilment.GetShipmentAsync(own)).OrderId);
        foreach (Guid foreign in s_orders.Where(order => order.Value != app.Id).Select(order => order.Key))
        {
            using HttpResponseMessage answer = await fulfilment.Http.GetAsync($"shipments/{foreign}");
            Assert.AreEqual(HttpStatusCode.NotFound, answer.StatusCode, $"{foreign} of {s_orders[foreign]}");
        }
    }

    private static async Task<Guid> PlaceOrderAsync(TestApp app, ShopClient shop, string? key = null)
    {
        Guid id = await shop.PlaceOrderAsync("lamp", key: key);
        s_orders.TryAdd(id, app.Id);
        return id;
    }

    private static Guid[] OrdersOf(TestApp app) => [.. s_orders.Where(order => order.Value == app.Id).Select(order => order.Key)];
}
