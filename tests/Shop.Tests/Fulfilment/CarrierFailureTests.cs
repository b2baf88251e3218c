using Shop.Tests.Support;

namespace Shop.Tests.Fulfilment;

[DistributedTestClass<Projects.AppHost>]
public sealed class CarrierFailureTests : OutsideTests
{
    [TestMethod]
    [DataRow("ext1", "{}", "the quote has no price")]
    [DataRow("ext1", """{"price":5}""", "the quote has no delivery time")]
    [DataRow("ext1", """{"price":0,"days":1}""", "the price is 0")]
    [DataRow("ext1", """{"price":5,"days":366}""", "the delivery takes 366 days")]
    [DataRow("ext2", """{"quote":{"amount":"5","currency":"USD"},"eta":"P1D"}""", "the price is in 'USD', not in 'EUR'")]
    [DataRow("ext2", """{"quote":{"amount":"5","currency":"EUR"}}""", "the quote has no amount, no currency or no eta")]
    [DataRow("ext3", "<offer><price>5</price></offer>", "the answer is a 'offer', not a 'quote'")]
    [DataRow("ext3", "<quote><price>5</price></quote>", "the quote has no delivery time")]
    [DataRow("ext3", "<quote><price>-5</price><days>1</days></quote>", "the price is -5")]
    public async Task A_quote_that_makes_no_sense_is_none(TestApp app, string carrier, string answer, string detail)
    {
        Outside.Answers(carrier, new Answer(200, answer));

        Shipment shipment = await ShippedAsync(app);

        Assert.AreEqual(new Quote(carrier, Failure: "malformed", Detail: detail), shipment.Quotes.Single(quote => quote.Carrier == carrier));
        Assert.AreNotEqual(carrier, shipment.Carrier);
    }

    [TestMethod]
    [DataRow("ext1", "soon")]
    [DataRow("ext2", "{")]
    [DataRow("ext2", """{"quote":{"amount":"a lot","currency":"EUR"},"eta":"P1D"}""")]
    [DataRow("ext2", """{"quote":{"amount":"5","currency":"EUR"},"eta":"tomorrow"}""")]
    [DataRow("ext3", """<!DOCTYPE quote [<!ENTITY lol "lol">]><quote><price>5</price><days>1</days></quote>""")]
    public async Task A_quote_that_cannot_be_read_is_none(TestApp app, string carrier, string answer)
    {
        Outside.Answers(carrier, new Answer(200, answer));

        Shipment shipment = await ShippedAsync(app);

        Quote quote = shipment.Quotes.Single(q => q.Carrier == carrier);
        Assert.AreEqual(new Quote(carrier, Failure: "malformed", Detail: quote.Detail), quote);
        Assert.AreNotEqual(carrier, shipment.Carrier);
    }

    [TestMethod]
    [DataRow(500)]
    [DataRow(404)]
    [DataRow(304)]
    public async Task A_carrier_that_fails_has_no_quote_and_another_ships(TestApp app, int status)
    {
        Outside.Answers("ext2", new Answer(status));

        Shipment shipment = await ShippedAsync(app);

        Quote[] quotes = [new("ext1", 12.50m, 3), new("ext2", Failure: "status", Detail: $"it answered {status}"), new("ext3", 11.00m, 1)];
        CollectionAssert.AreEqual(quotes, shipment.Quotes);
        Assert.AreEqual("ext3", shipment.Carrier);
    }

    [TestMethod]
    public async Task One_carrier_is_enough(TestApp app)
    {
        Outside.CarriersAnswer(new(500));
        Outside.Answers("ext1", Carriers.FromExt1(99.99m, 30));

        Shipment shipment = await ShippedAsync(app);

        Assert.AreEqual(("ext1", 99.99m, 30), (shipment.Carrier, shipment.Price, shipment.Days));
    }

    private static async Task<Shipment> ShippedAsync(TestApp app)
    {
        using ShopClient shop = new(app);
        using FulfilmentClient fulfilment = new(app);
        Order order = await shop.WaitForAsync(await shop.PlaceOrderAsync("pen"), "fulfilled");
        return await fulfilment.GetShipmentAsync(order.Id);
    }
}
