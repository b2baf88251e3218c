namespace Shop.Fulfilment.Carriers;

/// <summary>How a carrier writes its quotes.</summary>
internal interface IQuoteFormat
{
    /// <exception cref="FormatException">The text is not a quote.</exception>
    Quote Parse(string text);
}
