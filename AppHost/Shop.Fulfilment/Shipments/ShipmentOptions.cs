namespace Shop.Fulfilment.Shipments;

internal sealed record ShipmentOptions
{
    /// <summary>Gets what one item weighs, packed.</summary>
    /// <value>The default is 500 grams.</value>
    public int GramsPerItem { get; init; } = 500;
}
