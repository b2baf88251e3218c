using Npgsql;
using Shop.Fulfilment.Carriers;

namespace Shop.Fulfilment.Shipments;

internal sealed class ShipmentStore(NpgsqlDataSource database)
{
    /// <summary>Stores a shipment with all quotes, unless the order has one.</summary>
    public async Task<bool> TryAddAsync(NewShipment wanted, CarrierAnswer best, CarrierAnswer[] quotes, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            WITH added AS (
                INSERT INTO shipments (id, order_id, sku, quantity, carrier, price, days) VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (order_id) DO NOTHING RETURNING id)
            INSERT INTO quotes (shipment_id, carrier, price, days, failure, detail)
            SELECT added.id, quote.* FROM added, unnest($8, $9, $10, $11, $12) AS quote
            """);
        command.Parameters.AddWithValue(Guid.CreateVersion7());
        command.Parameters.AddWithValue(wanted.OrderId);
        command.Parameters.AddWithValue(wanted.Sku!);
        command.Parameters.AddWithValue(wanted.Quantity);
        command.Parameters.AddWithValue(best.Carrier);
        command.Parameters.AddWithValue(best.Price!.Value);
        command.Parameters.AddWithValue(best.Days!.Value);
        command.Parameters.AddWithValue(quotes.Select(q => q.Carrier).ToArray());
        command.Parameters.AddWithValue(quotes.Select(q => q.Price).ToArray());
        command.Parameters.AddWithValue(quotes.Select(q => q.Days).ToArray());
        command.Parameters.AddWithValue(quotes.Select(q => q.Failure?.ToString().ToLowerInvariant()).ToArray());
        command.Parameters.AddWithValue(quotes.Select(q => q.Detail).ToArray());
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    public async Task<Shipment?> FindAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellationToken);
        await using NpgsqlCommand command = new(
            "SELECT id, sku, quantity, carrier, price, days, created_at FROM shipments WHERE order_id = $1", connection);
        command.Parameters.AddWithValue(orderId);

        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        Shipment shipment = new()
        {
            Id = reader.GetGuid(0),
            OrderId = orderId,
            Sku = reader.GetString(1),
            Quantity = reader.GetInt32(2),
            Carrier = reader.GetString(3),
            Price = reader.GetDecimal(4),
            Days = reader.GetInt32(5),
            CreatedAt = reader.GetDateTime(6),
            Quotes = [],
        };
        await reader.CloseAsync();
        return shipment with { Quotes = await QuotesAsync(connection, shipment.Id, cancellationToken) };
    }

    private static async Task<List<CarrierAnswer>> QuotesAsync(NpgsqlConnection connection, Guid shipmentId, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new(
            "SELECT carrier, price, days, failure, detail FROM quotes WHERE shipment_id = $1 ORDER BY carrier", connection);
        command.Parameters.AddWithValue(shipmentId);

        List<CarrierAnswer> quotes = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            quotes.Add(new()
            {
                Carrier = reader.GetString(0),
                Price = reader.GetFieldValue<decimal?>(1),
                Days = reader.GetFieldValue<int?>(2),
                Failure = reader[3] as string is { } failure ? Enum.Parse<QuoteFailure>(failure, ignoreCase: true) : null,
                Detail = reader[4] as string,
            });
        }

        return quotes;
    }
}
