namespace Shop.Tests.Support;

/// <summary>An order as the shop tells it; without its times, which are never the same.</summary>
internal sealed record Order
{
    public required Guid Id { get; init; }

    public required string Sku { get; init; }

    public required int Quantity { get; init; }

    public string? Customer { get; init; }

    public required decimal Amount { get; init; }

    public string Currency { get; init; } = "EUR";

    public required string Status { get; init; }

    public string? ChargeId { get; init; }

    public Guid? ShipmentId { get; init; }

    public string? Carrier { get; init; }

    public string? Reason { get; init; }
}
