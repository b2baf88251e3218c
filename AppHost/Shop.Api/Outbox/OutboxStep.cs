namespace Shop.Api.Outbox;

/// <summary>What can be left to do for an order.</summary>
internal enum OutboxStep
{
    Charge,

    /// <summary>Give back the stock of an order that was declined.</summary>
    Release,
    Ship,
}
