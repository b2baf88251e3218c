using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Shop.Api.Idempotency;

/// <summary>Remembers in Redis which order an idempotency key stands for.</summary>
internal sealed class IdempotencyKeys(IConnectionMultiplexer redis, IOptions<IdempotencyOptions> options)
{
    /// <summary>Gets the id of the order that a key stands for, a new one the first time.</summary>
    /// <returns><see langword="null"/> if the key was first used with another body.</returns>
    public async Task<Guid?> OrderIdAsync<TBody>(string key, TBody body, CancellationToken cancellationToken)
    {
        string redisKey = $"idempotency:{key}";
        string fingerprint = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body)));
        Guid candidate = Guid.CreateVersion7();
        IDatabase database = redis.GetDatabase();
        while (true)
        {
            string value = $"{candidate}:{fingerprint}";
            if (await database.StringSetAsync(redisKey, value, options.Value.Expiry, When.NotExists).WaitAsync(cancellationToken))
            {
                return candidate;
            }

            // Between the two commands the key may have expired; then it is free again.
            if ((string?)await database.StringGetAsync(redisKey).WaitAsync(cancellationToken) is { } known)
            {
                string[] parts = known.Split(':');
                return parts[1] == fingerprint ? Guid.Parse(parts[0]) : null;
            }
        }
    }
}
