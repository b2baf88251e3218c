using Npgsql;

namespace Shop.Api.Products;

internal sealed class ProductStore(NpgsqlDataSource database)
{
    public async Task<Product?> FindAsync(string sku, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.CreateCommand("SELECT name, price, currency FROM products WHERE sku = $1");
        command.Parameters.AddWithValue(sku);

        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(sku, reader.GetString(0), reader.GetDecimal(1), reader.GetString(2))
            : null;
    }

    /// <summary>Counts what is left of a product: what was delivered, less every order but the declined ones.</summary>
    public async Task<long> CountLeftAsync(string sku, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            SELECT stock - coalesce((SELECT sum(quantity) FROM orders WHERE sku = $1 AND status <> 'declined'), 0)
            FROM products WHERE sku = $1
            """);
        command.Parameters.AddWithValue(sku);

        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
