namespace Shop.Fulfilment.Carriers;

/// <summary>What a carrier answered: a price and a time, or why there are none.</summary>
internal sealed record CarrierAnswer
{
    public required string Carrier { get; init; }

    public decimal? Price { get; init; }

    public int? Days { get; init; }

    public QuoteFailure? Failure { get; init; }

    /// <summary>Gets what exactly failed.</summary>
    public string? Detail { get; init; }
}
