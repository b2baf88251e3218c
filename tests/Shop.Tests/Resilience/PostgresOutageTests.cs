using System.Net;
using Shop.Tests.Support;

namespace Shop.Tests.Resilience;

[DistributedTestClass<Projects.AppHost>]
[TestCategory("aspire")]
public sealed class PostgresOutageTests : OutsideTests
{
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Api.WithQuickRetries().WithEnvironment("Outbox__PollInterval", "00:00:00.050");
    }

    [TestMethod]
    public async Task Without_postgres_orders_are_refused_for_now(TestApp app)
    {
        using ShopClient shop = new(app);
        await using (await Outage.BeginAsync(app, "postgres"))
        {
            Refusal refusal = await shop.PlaceRefusedOrderAsync();

            Assert.AreEqual(new Refusal(HttpStatusCode.ServiceUnavailable, "Service Unavailable"), refusal);
        }

        using ShopClient patient = ShopClient.Patient(app);
        await patient.WaitForAsync(await patient.PlaceOrderAsync(), "fulfilled");
    }

    [TestMethod]
    public async Task A_restarted_postgres_has_every_order(TestApp app)
    {
        using ShopClient shop = ShopClient.Patient(app);
        Guid id = await shop.PlaceOrderAsync("book", quantity: 2, customer: "Anna");
        Order before = await shop.WaitForAsync(id, "fulfilled");

        await app.RestartResourceAsync("postgres");

        Assert.AreEqual(before, await shop.GetOrderAsync(id));
    }

    [TestMethod]
    public async Task An_order_whose_charge_could_not_be_stored_is_charged_again_with_the_same_key(TestApp app)
    {
        using ResponseGate bank = new();
        app.Proxy.When(PaymentProvider.Charge).Respond(j => PaymentProvider.Accept(j).HeldBy(bank));
        using ShopClient shop = ShopClient.Patient(app);
        Guid id = await shop.PlaceOrderAsync();
        await bank.WaitForHeldAsync(1);

        await using (await Outage.BeginAsync(app, "postgres"))
        {
            bank.Open();
            await app.Proxy.WaitForAsync(PaymentProvider.Charge);
        }

        await shop.WaitForAsync(id, "fulfilled");
        string[] expected = [id.ToString(), id.ToString()];
        CollectionAssert.AreEqual(expected, app.Proxy.Find(PaymentProvider.Charge).Select(charge => charge.Request.Headers["Idempotency-Key"]).ToArray());
    }
}
