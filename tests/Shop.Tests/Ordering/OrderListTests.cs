using Npgsql;
using Shop.Tests.Support;

namespace Shop.Tests.Ordering;

[DistributedTestClass<Projects.AppHost>]
public sealed class OrderListTests : OutsideTests
{
    // An order whose step fails once has failed; a carrier may be held back for as long as a test likes.
    private static new void ConfigureApp(IDistributedApplicationBuilder builder)
    {
        OutsideTests.ConfigureApp(builder);
        builder.Api.WithQuickRetries(attempts: 1).WithEnvironment("Fulfilment__Timeout", "00:01:00");
    }

    [TestMethod]
    public async Task The_newest_orders_come_first(TestApp app)
    {
        using ShopClient shop = new(app);
        Guid first = await shop.PlaceOrderAsync("pen");
        Guid second = await shop.PlaceOrderAsync("pen");
        Guid third = await shop.PlaceOrderAsync("pen");

        Order[] orders = await shop.ListOrdersAsync();

        CollectionAssert.AreEqual(new[] { third, second, first }, orders.Take(3).Select(order => order.Id).ToArray());
    }

    [TestMethod]
    public async Task Every_status_lists_the_orders_that_have_it(TestApp app)
    {
        using ResponseGate bank = new();
        using ResponseGate carrier = new();
        app.Proxy.When(PaymentProvider.Charge).Respond(charge => charge.Json["customer"]!.GetValue<string>() switch
        {
            "waiting" => PaymentProvider.Accept(new()).HeldBy(bank),
            "broke" => PaymentProvider.Decline(new()),
            "unlucky" => new MockResponse().Status(500),
            _ => PaymentProvider.Accept(new()),
        });
        using ShopClient shop = new(app);
        Dictionary<string, Guid> expected = new()
        {
            ["fulfilled"] = (await shop.WaitForAsync(await shop.PlaceOrderAsync(customer: "happy"), "fulfilled")).Id,
            ["declined"] = (await shop.WaitForAsync(await shop.PlaceOrderAsync(customer: "broke"), "declined")).Id,
            ["failed"] = (await shop.WaitForAsync(await shop.PlaceOrderAsync(customer: "unlucky"), "failed")).Id,
            ["accepted"] = await shop.PlaceOrderAsync(customer: "waiting"),
        };
        app.Proxy.When(Carriers.Ext1).Respond(j => j.Status(500).HeldBy(carrier));
        expected["charged"] = (await shop.WaitForAsync(await shop.PlaceOrderAsync(customer: "not yet served"), "charged")).Id;

        Dictionary<string, Guid> listed = [];
        foreach (string status in expected.Keys)
        {
            Order[] orders = await shop.ListOrdersAsync(status);
            listed[status] = Assert.ContainsSingle(orders.Where(order => order.Customer is not null)).Id;
        }

        CollectionAssert.AreEquivalent(expected, listed);
    }

    [TestMethod]
    [DataRow("Fulfilled")]
    [DataRow("FULFILLED")]
    public async Task A_status_is_found_in_any_case(TestApp app, string status)
    {
        using ShopClient shop = new(app);
        Guid id = await shop.PlaceOrderAsync("pen");
        await shop.WaitForAsync(id, "fulfilled");

        Order[] orders = await shop.ListOrdersAsync(status);

        Assert.AreEqual(id, orders[0].Id);
    }

    [TestMethod]
    [DataRow("lost")]
    [DataRow("7")]
    public async Task A_status_that_does_not_exist_is_refused_with_those_that_do(TestApp app, string status)
    {
        using ShopClient shop = new(app);

        using HttpResponseMessage answer = await shop.Http.GetAsync($"orders?status={status}");

        Assert.AreEqual(
            Refusal.Invalid($"status: There is no status '{status}'. There are: accepted, charged, fulfilled, declined, failed."),
            await Refusal.ReadAsync(answer));
    }

    [TestMethod]
    public async Task No_more_than_a_hundred_are_listed(TestApp app)
    {
        // The database is the class's own: a test may put there what would take long to come about.
        await using NpgsqlConnection database = new(await app.GetConnectionStringAsync("orders"));
        await database.OpenAsync();
        await using NpgsqlCommand insert = new(
            """
            INSERT INTO orders (id, sku, quantity, amount, currency, status, created_at)
            SELECT gen_random_uuid(), 'pen', 1, 1.20, 'EUR', 'fulfilled', now() - interval '1 year' FROM generate_series(1, 101)
            """,
            database);
        await insert.ExecuteNonQueryAsync();
        using ShopClient shop = new(app);

        Order[] orders = await shop.ListOrdersAsync("fulfilled");

        Assert.HasCount(100, orders);
    }
}
