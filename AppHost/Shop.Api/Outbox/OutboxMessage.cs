namespace Shop.Api.Outbox;

/// <summary>Something to do for an order, with what is needed for it.</summary>
internal sealed record OutboxMessage
{
    public required Guid OrderId { get; init; }

    public required OutboxStep Step { get; init; }

    /// <summary>Gets how often this step has failed so far.</summary>
    public required int Attempts { get; init; }

    public required TraceHeaders Trace { get; init; }

    public required string Sku { get; init; }

    public required int Quantity { get; init; }

    public required string? Customer { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }
}
