using Shop.Fulfilment.Carriers;

namespace Shop.Fulfilment.Shipments;

/// <summary>What became of a wish for a shipment.</summary>
internal abstract record Dispatch
{
    public sealed record Created(Shipment Shipment) : Dispatch;

    /// <summary>The order had a shipment already.</summary>
    public sealed record Known(Shipment Shipment) : Dispatch;

    public sealed record NoQuote(CarrierAnswer[] Answers) : Dispatch;
}
