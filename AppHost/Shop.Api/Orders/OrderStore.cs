using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Shop.Api.Outbox;

namespace Shop.Api.Orders;

internal sealed class OrderStore(NpgsqlDataSource database)
{
    private const int MaxListed = 100;

    private const string Select =
        """
        SELECT id, sku, quantity, customer, amount, currency, status, charge_id, shipment_id, carrier, reason, created_at, updated_at
        FROM orders
        """;

    /// <summary>Stores an order together with the first thing to do for it, unless there is an order with this id.</summary>
    /// <remarks>Waits while another transaction is storing the same order, to see whether it will be there.</remarks>
    public static async Task<bool> TryAddAsync(NpgsqlConnection connection, Order order, TraceHeaders trace, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new(
            """
            WITH added AS (
                INSERT INTO orders (id, sku, quantity, customer, amount, currency) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (id) DO NOTHING RETURNING id)
            INSERT INTO outbox (order_id, step, headers) SELECT id, 'charge', $7 FROM added
            """,
            connection);
        command.Parameters.AddWithValue(order.Id);
        command.Parameters.AddWithValue(order.Sku);
        command.Parameters.AddWithValue(order.Quantity);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = order.Customer });
        command.Parameters.AddWithValue(order.Amount);
        command.Parameters.AddWithValue(order.Currency);
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(trace.Values));
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public async Task<Order?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.CreateCommand($"{Select} WHERE id = $1");
        command.Parameters.AddWithValue(id);
        return (await ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Lists the newest orders, or the newest of one status.</summary>
    public async Task<List<Order>> ListAsync(OrderStatus? status, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            $"{Select} WHERE $1 IS NULL OR status = $1 ORDER BY created_at DESC LIMIT {MaxListed}");
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = status?.ToString().ToLowerInvariant() });
        return await ReadAsync(command, cancellationToken);
    }

    private static async Task<List<Order>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        List<Order> orders = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            orders.Add(new()
            {
                Id = reader.GetGuid(0),
                Sku = reader.GetString(1),
                Quantity = reader.GetInt32(2),
                Customer = reader[3] as string,
                Amount = reader.GetDecimal(4),
                Currency = reader.GetString(5),
                Status = Enum.Parse<OrderStatus>(reader.GetString(6), ignoreCase: true),
                ChargeId = reader[7] as string,
                ShipmentId = reader.GetFieldValue<Guid?>(8),
                Carrier = reader[9] as string,
                Reason = reader[10] as string,
                CreatedAt = reader.GetDateTime(11),
                UpdatedAt = reader.GetDateTime(12),
            });
        }

        return orders;
    }
}
