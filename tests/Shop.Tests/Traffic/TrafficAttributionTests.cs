using System.Diagnostics;
using Shop.Tests.Support;

namespace Shop.Tests.Traffic;

/// <summary>Which test a request belongs to, however late it comes and through however many services.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class TrafficAttributionTests
{
    private static void ConfigureApp(IDistributedApplicationBuilder builder) => builder.WithPatientServices();

    [ClassInitialize]
    public static Task AllIsWellAsync(TestContext context) => World.AllIsWellAsync(context);

    // Each of these leaves requests behind that are made when it has ended, and would be seen by the next.
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    public async Task A_test_sees_the_traffic_of_its_own_orders_alone(TestApp app, int row)
    {
        using ShopClient shop = new(app);
        Assert.IsEmpty(app.Proxy.Exchanges);

        Guid id = await shop.PlaceOrderAsync("pen", quantity: row);

        await app.Proxy.WaitForAsync(PaymentProvider.Charge);
        Assert.AreEqual(id, PaymentProvider.OrderOf(Assert.ContainsSingle(app.Proxy.Find(PaymentProvider.Charge)).Request));
        Assert.IsEmpty(app.Proxy.Find(Carriers.Any).Where(quote => quote.Request.Url.Query != $"?weight={row * 500}"));
        Assert.IsEmpty(app.Proxy.Find(StatisticsHost.Event).Where(told => StatisticsHost.OrderOf(told.Request) != id));
    }

    [TestMethod]
    public async Task What_comes_late_belongs_to_the_test_that_caused_it(TestApp app)
    {
        using ResponseGate bank = new();
        using ShopClient shop = new(app);
        ProxyScope first = app.Proxy.OpenScope("a first test", ActivityTraceId.CreateRandom());
        first.When(PaymentProvider.Charge).Respond(j => PaymentProvider.Accept(j).HeldBy(bank));
        Guid order = await PlacedInAsync(first, shop);
        await bank.WaitForHeldAsync(1);
        await first.DisposeAsync();

        await using ProxyScope second = app.Proxy.OpenScope("a second test", ActivityTraceId.CreateRandom());
        bank.Open();
        await shop.WaitForAsync(order, "fulfilled");
        await first.WaitForAsync(StatisticsHost.Event);

        // The charge, three quotes and the event, through both services; the last four were sent while the second test was open.
        Assert.HasCount(5, first.Exchanges);
        Assert.IsEmpty(second.Exchanges);
    }

    [TestMethod]
    public async Task Two_tests_at_a_time_each_see_their_own(TestApp app)
    {
        using ShopClient shop = new(app);
        await using ProxyScope first = app.Proxy.OpenScope("a first test", ActivityTraceId.CreateRandom());
        await using ProxyScope second = app.Proxy.OpenScope("a second test", ActivityTraceId.CreateRandom());
        first.When(PaymentProvider.Charge).Respond(j => j.Json(new { id = "first" }));
        second.When(PaymentProvider.Charge).Respond(j => j.Json(new { id = "second" }));

        Guid[] orders = await Task.WhenAll(PlacedInAsync(first, shop), PlacedInAsync(second, shop));

        string?[] charges = [(await shop.WaitForAsync(orders[0], "fulfilled")).ChargeId, (await shop.WaitForAsync(orders[1], "fulfilled")).ChargeId];
        string[] expected = ["first", "second"];
        CollectionAssert.AreEqual(expected, charges);
        Assert.AreEqual(orders[0], PaymentProvider.OrderOf(Assert.ContainsSingle(first.Find(PaymentProvider.Charge)).Request));
        Assert.AreEqual(orders[1], PaymentProvider.OrderOf(Assert.ContainsSingle(second.Find(PaymentProvider.Charge)).Request));
    }

    private static async Task<Guid> PlacedInAsync(ProxyScope scope, ShopClient shop)
    {
        using Activity activity = new(scope.Name);
        activity.SetParentId(scope.TraceId!.Value, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded).Start();
        return await shop.PlaceOrderAsync("pen");
    }
}
