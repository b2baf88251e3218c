using System.Net;
using System.Text.Json.Nodes;
using Shop.Tests.Support;

namespace Shop.Tests.Ordering;

[DistributedTestClass<Projects.AppHost>]
[TestCategory("aspire")]
public sealed class OrderJourneyTests : OutsideTests
{
    [TestMethod]
    public async Task An_order_is_charged_shipped_and_fulfilled(TestApp app)
    {
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync("book", quantity: 2, customer: "Anna");

        Order order = await shop.WaitForAsync(id, "fulfilled");
        Assert.IsNotNull(order.ShipmentId);
        Assert.AreEqual(
            new Order
            {
                Id = id,
                Sku = "book",
                Quantity = 2,
                Customer = "Anna",
                Amount = 25.00m,
                Status = "fulfilled",
                ChargeId = "ch_1",
                ShipmentId = order.ShipmentId,
                Carrier = "ext2",
            },
            order);
    }

    [TestMethod]
    public async Task The_answer_says_where_the_order_is(TestApp app)
    {
        using ShopClient shop = new(app);

        using HttpResponseMessage answer = await shop.SendOrderAsync(new { sku = "pen", quantity = 3 });

        (Guid id, string status) = await ShopClient.ReadAcceptedAsync(answer);
        Assert.AreEqual("accepted", status);
        Assert.AreEqual($"/orders/{id}", answer.Headers.Location?.OriginalString);
        Order order = (await shop.Http.GetFromJsonAsync<Order>(answer.Headers.Location))!;
        Assert.AreEqual((id, "pen", 3), (order.Id, order.Sku, order.Quantity));
    }

    [TestMethod]
    public async Task The_customer_is_answered_before_the_order_is_charged(TestApp app)
    {
        using ResponseGate bank = new();
        app.Proxy.When(PaymentProvider.Charge).Respond(j => PaymentProvider.Accept(j).HeldBy(bank));
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync();

        await bank.WaitForHeldAsync(1);
        Assert.AreEqual("accepted", (await shop.GetOrderAsync(id)).Status);
        bank.Open();
        await shop.WaitForAsync(id, "fulfilled");
    }

    [TestMethod]
    public async Task Orders_that_come_at_once_are_all_fulfilled_and_each_is_charged_once(TestApp app)
    {
        using ShopClient shop = new(app);

        Guid[] ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => shop.PlaceOrderAsync("pen")));

        foreach (Guid id in ids)
        {
            await shop.WaitForAsync(id, "fulfilled");
        }

        Guid[] charged = [.. app.Proxy.Find(PaymentProvider.Charge).Select(charge => PaymentProvider.OrderOf(charge.Request))];
        CollectionAssert.AreEquivalent(ids, charged);
    }

    [TestMethod]
    public async Task An_order_tells_when_it_was_placed_and_when_it_last_changed(TestApp app)
    {
        using ShopClient shop = new(app);
        DateTimeOffset before = TimeProvider.System.GetUtcNow();

        Guid id = await shop.PlaceOrderAsync();
        await shop.WaitForAsync(id, "fulfilled");

        JsonNode order = (await shop.Http.GetFromJsonAsync<JsonNode>($"orders/{id}"))!;
        DateTimeOffset created = order["createdAt"]!.GetValue<DateTimeOffset>();
        DateTimeOffset updated = order["updatedAt"]!.GetValue<DateTimeOffset>();
        Assert.IsTrue(before <= created && created < updated, $"{before:O} {order}");
    }

    [TestMethod]
    [DataRow("00000000-0000-0000-0000-000000000001", "There is no order '00000000-0000-0000-0000-000000000001'.")]
    [DataRow("the-last-one", null)]
    public async Task An_order_that_does_not_exist_is_not_found(TestApp app, string id, string? detail)
    {
        using ShopClient shop = new(app);

        using HttpResponseMessage answer = await shop.Http.GetAsync($"orders/{id}");

        Assert.AreEqual(new Refusal(HttpStatusCode.NotFound, "Not Found", detail), await Refusal.ReadAsync(answer));
    }
}
