using Shop.Api.Orders;
using Shop.Api.Outbox;

namespace Shop.Api.Products;

/// <summary>Gives back the stock of an order that will not be paid.</summary>
/// <remarks>The order is declined only after that: a client that sees a declined order also sees its stock back.</remarks>
internal sealed class ReleaseStock(StockCounter stock) : IOrderStep
{
    public async Task<StepOutcome> RunAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        await stock.GiveBackAsync(message.OrderId, message.Sku, cancellationToken);
        return new() { Status = OrderStatus.Declined };
    }
}
