using Shop.Tests.Support;

namespace Shop.Tests.Fulfilment;

[DistributedTestClass<Projects.AppHost>]
public sealed class CarrierChoiceTests : OutsideTests
{
    [TestMethod]
    [DataRow(1.00, 2.00, 3.00, "ext1")]
    [DataRow(2.00, 1.99, 2.01, "ext2")]
    [DataRow(30.0, 20.0, 10.0, "ext3")]
    public async Task The_cheapest_carrier_ships(TestApp app, double ext1, double ext2, double ext3, string carrier)
    {
        Outside.CarriersOffer(((decimal)ext1, 1), ((decimal)ext2, 2), ((decimal)ext3, 3));

        Order order = await FulfilledOrderAsync(app);

        Assert.AreEqual(carrier, order.Carrier);
    }

    [TestMethod]
    [DataRow(3, 2, 1, "ext3")]
    [DataRow(3, 1, 1, "ext2")]
    [DataRow(2, 2, 2, "ext1")]
    public async Task Of_equally_cheap_carriers_the_fastest_ships_and_of_those_the_first(TestApp app, int ext1, int ext2, int ext3, string carrier)
    {
        Outside.CarriersOffer((10, ext1), (10, ext2), (10, ext3));

        Order order = await FulfilledOrderAsync(app);

        Assert.AreEqual(carrier, order.Carrier);
    }

    [TestMethod]
    public async Task All_carriers_are_asked_at_the_same_time(TestApp app)
    {
        using ResponseGate gate = new();
        app.Proxy.When(Carriers.Any).Respond(j => j.Json(new { price = 10, days = 1 }).HeldBy(gate));
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync();

        await gate.WaitForHeldAsync(3);
        gate.Open();
        await shop.WaitForAsync(id, "fulfilled");
    }

    [TestMethod]
    [DataRow("pen", 1, "?weight=500")]
    [DataRow("lamp", 3, "?weight=1500")]
    [DataRow("pen", 100, "?weight=50000")]
    public async Task Every_carrier_is_told_the_weight_of_the_whole_order(TestApp app, string sku, int quantity, string query)
    {
        using ShopClient shop = new(app);

        await shop.PlaceOrderAsync(sku, quantity);

        IReadOnlyList<RecordedExchange> quotes = await app.Proxy.WaitForAsync(Carriers.Any, count: 3);
        string[] expected = [$"https://ext1.example.com/quotes{query}", $"https://ext2.example.com/quotes{query}", $"https://ext3.example.com/quotes{query}"];
        CollectionAssert.AreEquivalent(expected, quotes.Select(quote => quote.Request.Url.ToString()).ToArray());
    }

    [TestMethod]
    public async Task A_shipment_keeps_what_every_carrier_asked(TestApp app)
    {
        using FulfilmentClient fulfilment = new(app);

        Order order = await FulfilledOrderAsync(app, "book", quantity: 2);

        Shipment shipment = await fulfilment.GetShipmentAsync(order.Id);
        Quote[] quotes = [new("ext1", 12.50m, 3), new("ext2", 9.90m, 2), new("ext3", 11.00m, 1)];
        CollectionAssert.AreEqual(quotes, shipment.Quotes);
        Assert.AreEqual(
            new Shipment
            {
                Id = order.ShipmentId!.Value,
                OrderId = order.Id,
                Sku = "book",
                Quantity = 2,
                Carrier = "ext2",
                Price = 9.90m,
                Days = 2,
                Quotes = shipment.Quotes,
            },
            shipment);
    }

    [TestMethod]
    [DataRow("PT36H", 2)]
    [DataRow("PT1H", 1)]
    [DataRow("P1DT1S", 2)]
    [DataRow("P0D", 0)]
    public async Task A_part_of_a_day_is_a_day(TestApp app, string eta, int days)
    {
        Outside.Answers("ext2", Carriers.FromExt2(9.90m, eta));
        using FulfilmentClient fulfilment = new(app);

        Order order = await FulfilledOrderAsync(app);

        Assert.AreEqual(days, (await fulfilment.GetShipmentAsync(order.Id)).Days);
    }

    private static async Task<Order> FulfilledOrderAsync(TestApp app, string sku = "pen", int quantity = 1)
    {
        using ShopClient shop = new(app);
        return await shop.WaitForAsync(await shop.PlaceOrderAsync(sku, quantity), "fulfilled");
    }
}
