using Shop.Api.Orders;

namespace Shop.Api.Outbox;

/// <summary>What a step changes about its order; null leaves a thing as it is.</summary>
internal sealed record StepOutcome
{
    public OrderStatus? Status { get; init; }

    public string? ChargeId { get; init; }

    public Guid? ShipmentId { get; init; }

    public string? Carrier { get; init; }

    public string? Reason { get; init; }

    /// <summary>Gets what to do next for the order.</summary>
    /// <value>The default is <see langword="null"/>: nothing, the order is settled.</value>
    public OutboxStep? Next { get; init; }

    /// <summary>The order is given up. Its stock stays reserved: the charge, or the shipment, may have happened all the same.</summary>
    public static StepOutcome Failed(OutboxStep step, int attempts, Exception failure) => new()
    {
        Status = OrderStatus.Failed,
        Reason = $"{step.ToString().ToLowerInvariant()} given up after attempt {attempts}: {failure.Message}",
    };
}
