using Shop.Tests.Support;

namespace Shop.Tests.Payments;

[DistributedTestClass<Projects.AppHost>]
public sealed class PaymentTimeoutTests : OutsideTests
{
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Api.WithQuickRetries().WithEnvironment("Payments__Timeout", "00:00:00.300");
    }

    [TestMethod]
    public async Task A_charge_that_is_not_answered_in_time_is_sent_again(TestApp app)
    {
        using ResponseGate never = new();
        app.Proxy.When(PaymentProvider.Charge).RespondInOrder(j => PaymentProvider.Accept(j).HeldBy(never), PaymentProvider.Accept);
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync();

        await shop.WaitForAsync(id, "fulfilled");
        IReadOnlyList<RecordedExchange> charges = app.Proxy.Find(PaymentProvider.Charge);
        Assert.AreEqual(ExchangeOutcome.Aborted, charges[0].Outcome);
        Assert.AreEqual(ExchangeOutcome.Mocked, charges[^1].Outcome);
        Assert.ContainsSingle(charges.Select(charge => charge.Request.Headers["Idempotency-Key"]).Distinct());
    }
}
