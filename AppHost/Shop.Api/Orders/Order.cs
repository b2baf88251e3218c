namespace Shop.Api.Orders;

internal sealed record Order
{
    public required Guid Id { get; init; }

    public required string Sku { get; init; }

    public required int Quantity { get; init; }

    public string? Customer { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    public OrderStatus Status { get; init; } = OrderStatus.Accepted;

    public string? ChargeId { get; init; }

    public Guid? ShipmentId { get; init; }

    public string? Carrier { get; init; }

    /// <summary>Gets why the order was declined or failed.</summary>
    public string? Reason { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }
}
