using Shop.Tests.Support;

namespace Shop.Tests.Resilience;

[DistributedTestClass<Projects.AppHost>]
public sealed class RetryTests : OutsideTests
{
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Api.WithQuickRetries(attempts: 3);
    }

    [TestMethod]
    [DataRow(500)]
    [DataRow(503)]
    [DataRow(429)]
    [DataRow(404)]
    public async Task A_charge_that_fails_is_tried_again(TestApp app, int status)
    {
        Outside.Answers("payments", new(status), PaymentProvider.Accepted);
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync();

        await shop.WaitForAsync(id, "fulfilled");
        Assert.AreEqual(2, app.Proxy.Count(PaymentProvider.Charge));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("{}")]
    [DataRow("""{"id":""}""")]
    [DataRow("""{"id":"ch_1" """)]
    [DataRow("<id>ch_1</id>")]
    public async Task A_charge_whose_answer_is_not_understood_is_tried_again(TestApp app, string answer)
    {
        Outside.Answers("payments", new(200, answer, "application/json"), PaymentProvider.Accepted);
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync();

        await shop.WaitForAsync(id, "fulfilled");
        Assert.AreEqual(2, app.Proxy.Count(PaymentProvider.Charge));
    }

    [TestMethod]
    public async Task Every_attempt_is_the_same_charge(TestApp app)
    {
        Outside.Answers("payments", new(500), new(500), PaymentProvider.Accepted);
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync(customer: "Anna");

        IReadOnlyList<RecordedExchange> attempts = await app.Proxy.WaitForAsync(PaymentProvider.Charge, count: 3);
        string[] expected = [.. Enumerable.Repeat($"{id} {attempts[0].Request.Text}", 3)];
        CollectionAssert.AreEqual(expected, attempts.Select(a => $"{a.Request.Headers["Idempotency-Key"]} {a.Request.Text}").ToArray());
    }

    [TestMethod]
    public async Task A_charge_is_given_up_after_the_last_attempt_and_its_stock_is_kept(TestApp app)
    {
        Outside.Answers("payments", new Answer(503));
        using ShopClient shop = new(app);
        long before = await shop.CountAsync("lamp");

        Guid id = await shop.PlaceOrderAsync("lamp", quantity: 2);

        Assert.AreEqual(
            new Order
            {
                Id = id,
                Sku = "lamp",
                Quantity = 2,
                Amount = 98.00m,
                Status = "failed",
                Reason = "charge given up after attempt 3: Response status code does not indicate success: 503 (Service Unavailable).",
            },
            await shop.WaitForAsync(id, "failed"));
        Assert.AreEqual(3, app.Proxy.Count(PaymentProvider.Charge));
        Assert.AreEqual(before - 2, await shop.CountAsync("lamp"));
    }

    [TestMethod]
    public async Task A_shipment_that_no_carrier_wants_is_given_up_and_its_charge_is_kept(TestApp app)
    {
        Outside.CarriersAnswer(new(500));
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync("pen");

        Assert.AreEqual(
            new Order
            {
                Id = id,
                Sku = "pen",
                Quantity = 1,
                Amount = 1.20m,
                Status = "failed",
                ChargeId = "ch_1",
                Reason = "ship given up after attempt 3: Response status code does not indicate success: 503 (Service Unavailable).",
            },
            await shop.WaitForAsync(id, "failed"));
        Assert.AreEqual((1, 9), (app.Proxy.Count(PaymentProvider.Charge), app.Proxy.Count(Carriers.Any)));
    }

    [TestMethod]
    public async Task An_order_that_fails_does_not_hold_up_the_others(TestApp app)
    {
        using ResponseGate bank = new();
        app.Proxy.When(PaymentProvider.Charge).Respond(charge => charge.Json["customer"]!.GetValue<string>() == "unlucky"
            ? new MockResponse().Status(500).HeldBy(bank)
            : PaymentProvider.Accept(new()));
        using ShopClient shop = new(app);
        Guid unlucky = await shop.PlaceOrderAsync("pen", customer: "unlucky");
        await bank.WaitForHeldAsync(1);

        await shop.WaitForAsync(await shop.PlaceOrderAsync("pen", customer: "happy"), "fulfilled");

        bank.Open();
        await shop.WaitForAsync(unlucky, "failed");
    }
}
