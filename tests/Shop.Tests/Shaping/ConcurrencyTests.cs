using Shop.Tests.Support;

namespace Shop.Tests.Shaping;

[DistributedTestClass<Projects.AppHost>]
public sealed class ConcurrencyTests : OutsideTests
{
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Api.WithEnvironment("Outbox__Concurrency", "2");
    }

    [TestMethod]
    public async Task As_many_orders_are_charged_at_a_time_as_the_shop_is_told_and_no_more(TestApp app)
    {
        using ResponseGate bank = new();
        app.Proxy.When(PaymentProvider.Charge).Respond(j => PaymentProvider.Accept(j).HeldBy(bank));
        using ShopClient shop = new(app);
        Guid[] orders = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => shop.PlaceOrderAsync("pen")));

        await bank.WaitForHeldAsync(2);
        bank.Open();
        foreach (Guid order in orders)
        {
            await shop.WaitForAsync(order, "fulfilled");
        }

        Assert.AreEqual(2, MostAtATime(app.Proxy.Find(PaymentProvider.Charge)));
    }

    private static int MostAtATime(IReadOnlyList<RecordedExchange> exchanges) => exchanges.Max(one => exchanges.Count(other =>
        other.Timings.StartedAt <= one.Timings.StartedAt && one.Timings.StartedAt < other.Timings.StartedAt + other.Timings.Completed));
}
