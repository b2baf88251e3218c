using Npgsql;

namespace Shop.Tests.Support;

/// <summary>Waits for what becomes of an order. A trigger in the shop's database tells of each change, so that nobody has to ask again and again.</summary>
internal sealed class OrderWatch : IAsyncDisposable
{
    private const string TellChanges =
        """
        SELECT pg_advisory_xact_lock(1);
        CREATE OR REPLACE FUNCTION tell_order_change() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_notify('order_changes', ''); RETURN NULL; END $$;
        CREATE OR REPLACE TRIGGER tell_order_change AFTER UPDATE ON orders EXECUTE FUNCTION tell_order_change();
        LISTEN order_changes
        """;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    private static readonly string[] s_final = ["fulfilled", "declined", "failed"];

    private readonly NpgsqlConnection _database;

    private OrderWatch(NpgsqlConnection database) => _database = database;

    /// <exception cref="TimeoutException">It took too long; the message says what the shop is doing with the order.</exception>
    public static async Task<Order> WaitAsync(TestApp app, ShopClient shop, Guid id, string what, Predicate<Order> isTrue)
    {
        // Before the first look, so that no change is missed.
        await using OrderWatch watch = await StartAsync(app);
        using CancellationTokenSource limit = new(s_limit);
        Order order = await shop.GetOrderAsync(id);
        while (!isTrue(order))
        {
            if (s_final.Contains(order.Status))
            {
                Assert.Fail($"Waited for an order {what}, and nothing will change it any more: {order}");
            }

            try
            {
                await watch._database.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {s_limit.TotalSeconds} s for an order {what}. It is {order}. {await watch.NextStepAsync(id)}");
            }

            order = await shop.GetOrderAsync(id);
        }

        return order;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static async Task<OrderWatch> StartAsync(TestApp app)
    {
        NpgsqlConnection database = new($"{await app.GetConnectionStringAsync("orders")};Pooling=false");
        await database.OpenAsync();
        await using NpgsqlCommand command = new(TellChanges, database);
        await command.ExecuteNonQueryAsync();
        return new(database);
    }

    private async Task<string> NextStepAsync(Guid id)
    {
        await using NpgsqlCommand command = new("SELECT format('Next is %s, which failed %s times: %s', step, attempts, last_error) FROM outbox WHERE order_id = $1", _database);
        command.Parameters.AddWithValue(id);
        return await command.ExecuteScalarAsync() as string ?? "There is nothing left to do for it.";
    }
}
