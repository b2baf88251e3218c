using System.Diagnostics;
using Shop.Tests.Support;

namespace Shop.Tests.Payments;

[DistributedTestClass<Projects.AppHost>]
public sealed class ChargeTests : OutsideTests
{
    [TestMethod]
    [DataRow("book", 1, "12.50")]
    [DataRow("pen", 7, "8.40")]
    [DataRow("pen", 100, "120.00")]
    [DataRow("lamp", 2, "98.00")]
    public async Task The_provider_is_told_what_was_ordered_and_what_it_costs(TestApp app, string sku, int quantity, string amount)
    {
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync(sku, quantity, customer: "Anna");

        RecordedExchange charge = await app.Proxy.WaitForAsync(PaymentProvider.Charge);
        Assert.AreEqual(
            $$"""{"orderId":"{{id}}","sku":"{{sku}}","quantity":{{quantity}},"amount":{{amount}},"currency":"EUR","customer":"Anna"}""",
            charge.Request.Text);
        Assert.AreEqual("application/json; charset=utf-8", charge.Request.Headers["Content-Type"]);
    }

    [TestMethod]
    public async Task The_order_is_the_idempotency_key(TestApp app)
    {
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync(key: "the customer's own");

        RecordedExchange charge = await app.Proxy.WaitForAsync(PaymentProvider.Charge);
        Assert.AreEqual(id.ToString(), charge.Request.Headers["Idempotency-Key"]);
    }

    [TestMethod]
    public async Task An_order_is_charged_exactly_once(TestApp app)
    {
        using ShopClient shop = new(app);

        await shop.PlaceOrderAsync();

        await app.Proxy.AssertOnceAsync(PaymentProvider.Charge);
    }

    [TestMethod]
    [DataRow("A3F9")]
    [DataRow("Zoë's")]
    public async Task The_id_that_the_provider_gives_is_kept(TestApp app, string chargeId)
    {
        Outside.Answers("payments", Answer.Json(new { id = chargeId, state = "new", amount = 12.5 }, 201));
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync();

        Order order = await shop.WaitForAsync(id, "fulfilled");
        Assert.AreEqual(chargeId, order.ChargeId);
    }

    [TestMethod]
    public async Task The_charge_belongs_to_the_trace_of_the_request_that_placed_the_order(TestApp app)
    {
        using ShopClient shop = new(app);

        await shop.PlaceOrderAsync();

        RecordedExchange charge = await app.Proxy.WaitForAsync(PaymentProvider.Charge);
        ActivityContext trace = ActivityContext.Parse(charge.Request.Headers["traceparent"]!, null);
        Assert.AreEqual(Activity.Current!.TraceId, trace.TraceId);
    }
}
