using Shop.Fulfilment.Carriers;

namespace Shop.Fulfilment.Shipments;

internal sealed record Shipment
{
    public required Guid Id { get; init; }

    public required Guid OrderId { get; init; }

    public required string Sku { get; init; }

    public required int Quantity { get; init; }

    public required string Carrier { get; init; }

    public required decimal Price { get; init; }

    public required int Days { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>Gets what every carrier answered, in the order in which they are configured.</summary>
    public required IReadOnlyList<CarrierAnswer> Quotes { get; init; }
}
