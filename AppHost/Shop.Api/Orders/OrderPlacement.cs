using System.Diagnostics;
using Npgsql;
using Shop.Api.Idempotency;
using Shop.Api.Outbox;
using Shop.Api.Products;

namespace Shop.Api.Orders;

/// <summary>Accepts orders: at once, and once however often the same order is sent.</summary>
internal sealed partial class OrderPlacement(
    NpgsqlDataSource database,
    OrderStore orders,
    ProductStore products,
    StockCounter stock,
    IdempotencyKeys keys,
    OutboxSignal signal,
    ILogger<OrderPlacement> logger)
{
    public async Task<Placement> PlaceAsync(NewOrder wanted, string sku, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (await products.FindAsync(sku, cancellationToken) is not { } product)
        {
            return new Placement.UnknownProduct();
        }

        Guid? id = idempotencyKey is null
            ? Guid.CreateVersion7()
            : await keys.OrderIdAsync(idempotencyKey, wanted, cancellationToken);
        if (id is null)
        {
            return new Placement.KeyReused();
        }

        await stock.EnsureCountedAsync(sku, cancellationToken);
        Order order = new()
        {
            Id = id.Value,
            Sku = sku,
            Quantity = wanted.Quantity,
            Customer = wanted.Customer,
            Amount = wanted.Quantity * product.Price,
            Currency = product.Currency,
        };
        if (await StoreAsync(order, cancellationToken) is { } placement)
        {
            return placement;
        }

        Order known = await orders.FindAsync(order.Id, cancellationToken) ?? throw new UnreachableException();
        return new Placement.Accepted(known.Id, known.Status);
    }

    /// <returns><see langword="null"/> if the order is stored already.</returns>
    private async Task<Placement?> StoreAsync(Order order, CancellationToken cancellationToken)
    {
        bool reserving = false;
        try
        {
            await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellationToken);
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);

            // Until this transaction ends, every other request with the same order waits here. So of any number of duplicates one
            // at a time reserves stock, and if it fails or its process dies, the next one takes over.
            if (!await OrderStore.TryAddAsync(connection, order, TraceHeaders.Capture(), cancellationToken))
            {
                return null;
            }

            reserving = true;
            if (!await stock.TryReserveAsync(order.Id, order.Sku, order.Quantity, cancellationToken))
            {
                return new Placement.SoldOut();
            }

            await transaction.CommitAsync(CancellationToken.None);
        }
        catch when (reserving)
        {
            await GiveBackUnlessStoredAsync(order);
            throw;
        }

        Log.Accepted(logger, order.Id, order.Quantity, order.Sku);
        signal.Notify();
        return new Placement.Accepted(order.Id, order.Status);
    }

    // A commit may have happened although its answer was lost. If the order can be added it has not, and no other request can add it
    // before this transaction is rolled back. If Postgres cannot be asked, the stock stays reserved: rather sell too little than too much.
    private async Task GiveBackUnlessStoredAsync(Order order)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        if (await OrderStore.TryAddAsync(connection, order, TraceHeaders.Capture(), CancellationToken.None))
        {
            await stock.GiveBackAsync(order.Id, order.Sku, CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Order {OrderId} is accepted: {Quantity} of '{Sku}'.")]
        public static partial void Accepted(ILogger logger, Guid orderId, int quantity, string sku);
    }
}
