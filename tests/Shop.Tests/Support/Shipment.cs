namespace Shop.Tests.Support;

/// <summary>A shipment as Shop.Fulfilment tells it; without its time, which is never the same.</summary>
internal sealed record Shipment
{
    public required Guid Id { get; init; }

    public required Guid OrderId { get; init; }

    public required string Sku { get; init; }

    public required int Quantity { get; init; }

    public required string Carrier { get; init; }

    public required decimal Price { get; init; }

    public required int Days { get; init; }

    /// <summary>Gets what every carrier answered. Compared on its own: lists are equal only to themselves.</summary>
    public required Quote[] Quotes { get; init; }
}
