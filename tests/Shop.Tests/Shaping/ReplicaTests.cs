using Shop.Tests.Support;

namespace Shop.Tests.Shaping;

/// <summary>Two instances of the shop's API that share a database, and with it the work.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class ReplicaTests : OutsideTests
{
    // Each asks the database often: orders are announced only inside of the instance that takes them.
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Api.WithReplicas(2).WithEnvironment("Outbox__Concurrency", "3").WithEnvironment("Outbox__PollInterval", "00:00:00.010");
    }

    [TestMethod]
    public async Task Two_instances_share_the_work_and_charge_every_order_once(TestApp app)
    {
        using ResponseGate bank = new();
        app.Proxy.When(PaymentProvider.Charge).Respond(j => PaymentProvider.Accept(j).HeldBy(bank));
        using ShopClient shop = new(app);
        Guid[] orders = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => shop.PlaceOrderAsync("pen")));

        // Six at a time: both are at work.
        await bank.WaitForHeldAsync(6);
        bank.Open();
        foreach (Guid order in orders)
        {
            await shop.WaitForAsync(order, "fulfilled");
        }

        CollectionAssert.AreEquivalent(orders, app.Proxy.Find(PaymentProvider.Charge).Select(charge => PaymentProvider.OrderOf(charge.Request)).ToArray());
    }
}
