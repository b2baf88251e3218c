using System.Net;
using Shop.Tests.Support;

namespace Shop.Tests.Ordering;

[DistributedTestClass<Projects.AppHost>]
public sealed class StockTests : OutsideTests
{
    [TestMethod]
    public async Task An_order_takes_its_quantity_off_the_stock_when_it_is_accepted(TestApp app)
    {
        using ResponseGate bank = new();
        app.Proxy.When(PaymentProvider.Charge).Respond(j => PaymentProvider.Accept(j).HeldBy(bank));
        using ShopClient shop = new(app);
        (long books, long pens) = (await shop.CountAsync("book"), await shop.CountAsync("pen"));

        await shop.PlaceOrderAsync("book", quantity: 7);

        Assert.AreEqual((books - 7, pens), (await shop.CountAsync("book"), await shop.CountAsync("pen")));
    }

    [TestMethod]
    public async Task An_order_for_more_than_is_left_is_refused_and_takes_nothing(TestApp app)
    {
        using ShopClient shop = new(app);
        long before = await shop.CountAsync("lamp");

        Refusal refusal = await shop.PlaceRefusedOrderAsync("lamp", quantity: 6);

        Assert.AreEqual(new Refusal(HttpStatusCode.Conflict, "Sold out", "Fewer than 6 of 'lamp' are left."), refusal);
        Assert.AreEqual(before, await shop.CountAsync("lamp"));
    }

    [TestMethod]
    public async Task What_was_sold_out_can_be_ordered_with_the_same_key_when_it_has_come_back(TestApp app)
    {
        using ResponseGate bank = new();
        app.Proxy.When(PaymentProvider.Charge).RespondInOrder(j => PaymentProvider.Decline(j).HeldBy(bank), PaymentProvider.Accept);
        using ShopClient shop = new(app);
        Guid all = await shop.PlaceOrderAsync("lamp", (int)await shop.CountAsync("lamp"));
        await shop.PlaceRefusedOrderAsync("lamp", key: "patient");

        bank.Open();
        await shop.WaitForAsync(all, "declined");

        Guid id = await shop.PlaceOrderAsync("lamp", key: "patient");
        await shop.WaitForAsync(id, "fulfilled");
    }
}
