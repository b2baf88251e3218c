using Shop.Tests.Support;

namespace Shop.Tests.Payments;

[DistributedTestClass<Projects.AppHost>]
public sealed class DeclinedPaymentTests : OutsideTests
{
    [TestMethod]
    public async Task A_declined_order_tells_why(TestApp app)
    {
        Outside.Answers("payments", Answer.Json(new { reason = "the card has expired" }, 402));
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync("lamp", quantity: 2);

        Assert.AreEqual(
            new Order { Id = id, Sku = "lamp", Quantity = 2, Amount = 98.00m, Status = "declined", Reason = "the card has expired" },
            await shop.WaitForAsync(id, "declined"));
    }

    [TestMethod]
    [DataRow("application/json", """{"reason":null}""")]
    [DataRow("application/json", "{}")]
    [DataRow("application/json", "no!")]
    [DataRow("text/html", "<h1>402</h1>")]
    [DataRow("application/json; charset=klingon", """{"reason":"Hab SoSlI' Quch!"}""")]
    public async Task A_decline_is_one_even_if_its_reason_is_not_understood(TestApp app, string contentType, string body)
    {
        Outside.Answers("payments", new Answer(402, body, contentType));
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync();

        Order order = await shop.WaitForAsync(id, "declined");
        Assert.AreEqual("declined", order.Reason);
    }

    [TestMethod]
    public async Task A_declined_order_gives_its_stock_back(TestApp app)
    {
        using ResponseGate bank = new();
        app.Proxy.When(PaymentProvider.Charge).Respond(j => PaymentProvider.Decline(j).HeldBy(bank));
        using ShopClient shop = new(app);
        long before = await shop.CountAsync("lamp");
        Guid id = await shop.PlaceOrderAsync("lamp", quantity: 3);
        long meanwhile = await shop.CountAsync("lamp");

        bank.Open();
        await shop.WaitForAsync(id, "declined");

        Assert.AreEqual((before - 3, before), (meanwhile, await shop.CountAsync("lamp")));
    }

    [TestMethod]
    public async Task A_declined_order_is_neither_charged_again_nor_shipped(TestApp app)
    {
        Outside.Answers("payments", PaymentProvider.Declined);
        using ShopClient shop = new(app);

        await shop.WaitForAsync(await shop.PlaceOrderAsync(), "declined");

        // Of all that there could be outside, the one charge is all that the shop has asked for.
        await app.Proxy.AssertOnceAsync(r => r);
    }
}
