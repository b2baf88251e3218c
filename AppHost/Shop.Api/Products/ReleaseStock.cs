using Shop.Api.Orders;
using Shop.Api.Outbox;

namespace Shop.Api.Products;

/// <summary>Gives back the stock of an order that will not be paid. Only then is the order declined: whoever reads that finds the stock back.</summary>
internal sealed class ReleaseStock(StockCounter stock) : IOrderStep
{
    public async Task<StepOutcome> RunAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        await stock.GiveBackAsync(message.OrderId, message.Sku, cancellationToken);
        return new() { Status = OrderStatus.Declined };
    }
}
