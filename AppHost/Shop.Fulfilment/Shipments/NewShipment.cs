namespace Shop.Fulfilment.Shipments;

/// <summary>What we are asked to ship, as it arrives: not yet known to make sense.</summary>
internal sealed record NewShipment(Guid OrderId, string? Sku, int Quantity)
{
    private const int MaxQuantity = 100;

    public Dictionary<string, string[]> Problems()
    {
        Dictionary<string, string[]> problems = [];
        if (OrderId == Guid.Empty)
        {
            problems["orderId"] = ["An order id is required."];
        }

        if (string.IsNullOrWhiteSpace(Sku))
        {
            problems["sku"] = ["A sku is required."];
        }

        if (Quantity is < 1 or > MaxQuantity)
        {
            problems["quantity"] = [$"The quantity is {Quantity}; it must be 1 to {MaxQuantity}."];
        }

        return problems;
    }
}
