using StackExchange.Redis;

namespace Shop.Api.Products;

/// <summary>Counts in Redis what is left of each product.</summary>
/// <remarks>
/// Reserving and giving back have an effect once per order, however often they are asked for. The counter is a cache: where Redis
/// does not have it, it is counted again from the database.
/// </remarks>
internal sealed class StockCounter(IConnectionMultiplexer redis, ProductStore products)
{
    // Long enough for any retry of an order. After that nothing is given back: rather sell too little than too much.
    private static readonly TimeSpan s_remembered = TimeSpan.FromDays(7);

    private const string Reserve =
        """
        local left, wanted = tonumber(redis.call('GET', KEYS[1])), tonumber(ARGV[1])
        if redis.call('EXISTS', KEYS[2]) == 1 then return 1 end
        if left < wanted then return 0 end
        redis.call('DECRBY', KEYS[1], wanted)
        redis.call('SET', KEYS[2], wanted, 'PX', ARGV[2])
        return 1
        """;

    private const string GiveBack =
        """
        local reserved = redis.call('GET', KEYS[2])
        if not reserved then return 0 end
        redis.call('DEL', KEYS[2])
        return redis.call('INCRBY', KEYS[1], reserved)
        """;

    private IDatabase Database => redis.GetDatabase();

    /// <summary>Makes sure that Redis counts this product. Comes before <see cref="TryReserveAsync"/>.</summary>
    public async Task EnsureCountedAsync(string sku, CancellationToken cancellationToken)
    {
        if (!await Database.KeyExistsAsync(CounterKey(sku)).WaitAsync(cancellationToken))
        {
            long left = await products.CountLeftAsync(sku, cancellationToken);
            await Database.StringSetAsync(CounterKey(sku), left, when: When.NotExists).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes a quantity off the counter for an order, unless less than that is left.</summary>
    public async Task<bool> TryReserveAsync(Guid orderId, string sku, int quantity, CancellationToken cancellationToken)
    {
        RedisValue[] arguments = [quantity, (long)s_remembered.TotalMilliseconds];
        return (bool)await Database.ScriptEvaluateAsync(Reserve, Keys(orderId, sku), arguments).WaitAsync(cancellationToken);
    }

    public Task GiveBackAsync(Guid orderId, string sku, CancellationToken cancellationToken) =>
        Database.ScriptEvaluateAsync(GiveBack, Keys(orderId, sku)).WaitAsync(cancellationToken);

    public async Task<long> LeftAsync(string sku, CancellationToken cancellationToken)
    {
        await EnsureCountedAsync(sku, cancellationToken);
        return (long)await Database.StringGetAsync(CounterKey(sku)).WaitAsync(cancellationToken);
    }

    private static RedisKey[] Keys(Guid orderId, string sku) => [CounterKey(sku), $"reservation:{orderId}"];

    private static string CounterKey(string sku) => $"stock:{sku}";
}
