using System.Text.Json;

namespace Shop.Fulfilment.Carriers;

// {"price": 12.50, "days": 3}
internal sealed class FlatJsonFormat : IQuoteFormat
{
    public Quote Parse(string text)
    {
        try
        {
            Answer? answer = JsonSerializer.Deserialize<Answer>(text, JsonSerializerOptions.Web);
            return Quote.Of(answer?.Price, answer?.Days);
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private sealed record Answer(decimal? Price, int? Days);
}
