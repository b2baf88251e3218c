namespace Shop.Fulfilment.Carriers;

/// <summary>Why a carrier gave no quote.</summary>
internal enum QuoteFailure
{
    Timeout,
    Unreachable,

    /// <summary>It answered with a status that is not a success.</summary>
    Status,
    Malformed,
}
