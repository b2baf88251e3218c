using System.Text.Json;
using Npgsql;

namespace Shop.Api.Outbox;

internal sealed class OutboxStore(NpgsqlDataSource database)
{
    /// <summary>Claims the work that is due first, if it is not claimed already. If it is not due yet, returns when it will be.</summary>
    /// <remarks>
    /// The claim is a row lock. It is held by a transaction that stays open while the step runs, so it ends with this process,
    /// however that ends, and the work is free again at once. The price is a connection per running step.
    /// </remarks>
    public async Task<(OutboxClaim? Claim, TimeSpan? DueIn)> TryClaimAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await database.OpenConnectionAsync(cancellationToken);
        OutboxClaim? claim = null;
        try
        {
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
            (OutboxMessage? message, TimeSpan? dueIn) = await LockFirstAsync(connection, cancellationToken);
            if (message is not null && dueIn <= TimeSpan.Zero)
            {
                claim = new(message, connection, transaction);
            }

            return (claim, dueIn);
        }
        finally
        {
            if (claim is null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private static async Task<(OutboxMessage? Message, TimeSpan? DueIn)> LockFirstAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new(
            """
            SELECT order_id, step, attempts, headers, sku, quantity, customer, amount, currency, due_at - clock_timestamp()
            FROM outbox JOIN orders ON orders.id = order_id
            ORDER BY due_at
            LIMIT 1
            FOR UPDATE OF outbox SKIP LOCKED
            """,
            connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (Message(reader), reader.GetTimeSpan(9))
            : (null, null);
    }

    private static OutboxMessage Message(NpgsqlDataReader reader) => new()
    {
        OrderId = reader.GetGuid(0),
        Step = Enum.Parse<OutboxStep>(reader.GetString(1), ignoreCase: true),
        Attempts = reader.GetInt32(2),
        Trace = new(JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(3)) ?? []),
        Sku = reader.GetString(4),
        Quantity = reader.GetInt32(5),
        Customer = reader[6] as string,
        Amount = reader.GetDecimal(7),
        Currency = reader.GetString(8),
    };
}
