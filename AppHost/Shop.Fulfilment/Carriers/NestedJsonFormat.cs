using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace Shop.Fulfilment.Carriers;

// {"quote": {"amount": "12.50", "currency": "EUR"}, "eta": "P2D"}
internal sealed class NestedJsonFormat : IQuoteFormat
{
    private const string Currency = "EUR";

    public Quote Parse(string text)
    {
        try
        {
            Answer? answer = JsonSerializer.Deserialize<Answer>(text, JsonSerializerOptions.Web);
            return answer switch
            {
                { Quote: { Amount: { } amount, Currency: Currency }, Eta: { } eta } =>
                    Quote.Of(decimal.Parse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture), Days(eta)),
                { Quote.Currency: { } other and not Currency } => throw new FormatException($"the price is in '{other}', not in '{Currency}'"),
                _ => throw new FormatException("the quote has no amount, no currency or no eta"),
            };
        }
        catch (Exception e) when (e is JsonException or OverflowException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    // P2D is two days, PT36H one and a half, which is two again for the customer.
    private static int Days(string eta) => (int)Math.Ceiling(XmlConvert.ToTimeSpan(eta).TotalDays);

    private sealed record Answer(Money? Quote, string? Eta);

    private sealed record Money(string? Amount, string? Currency);
}
