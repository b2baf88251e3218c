namespace Shop.Fulfilment.Carriers;

/// <summary>What a carrier asks for a parcel, in EUR, and how many days it takes.</summary>
internal sealed record Quote
{
    private const decimal TooMuch = 100_000;
    private const int TooLong = 365;

    private Quote(decimal price, int days) => (Price, Days) = (price, days);

    public decimal Price { get; }

    public int Days { get; }

    /// <exception cref="FormatException">Something is missing, or cannot be meant.</exception>
    public static Quote Of(decimal? price, int? days) => (price, days) switch
    {
        (null, _) => throw new FormatException("the quote has no price"),
        (_, null) => throw new FormatException("the quote has no delivery time"),
        _ when price is <= 0 or >= TooMuch => throw new FormatException(FormattableString.Invariant($"the price is {price}")),
        _ when days is < 0 or > TooLong => throw new FormatException(FormattableString.Invariant($"the delivery takes {days} days")),
        _ => new(price.Value, days.Value),
    };
}
