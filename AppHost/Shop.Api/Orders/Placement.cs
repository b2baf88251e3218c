namespace Shop.Api.Orders;

/// <summary>What became of a wish for an order.</summary>
internal abstract record Placement
{
    public sealed record Accepted(Guid Id, OrderStatus Status) : Placement;

    public sealed record UnknownProduct : Placement;

    public sealed record SoldOut : Placement;

    /// <summary>The idempotency key stands for an order that was asked for with another body.</summary>
    public sealed record KeyReused : Placement;
}
