using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Shop.Fulfilment.Carriers;

/// <summary>Asks carriers for quotes. A carrier that fails is an answer, not an exception: there are others.</summary>
internal sealed class CarrierClient(IHttpClientFactory clients, TimeProvider timeProvider)
{
    public const string ClientName = "carriers";

    public async Task<CarrierAnswer> AskAsync(Carrier carrier, int grams, CancellationToken cancellationToken)
    {
        // Made before the time starts: the carrier's time does not include our own work, which is more for the first client.
        using HttpClient http = clients.CreateClient(ClientName);
        using CancellationTokenSource deadline = new(carrier.Timeout, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            string address = QueryHelpers.AddQueryString(carrier.Address.AbsoluteUri, "weight", grams.ToString(CultureInfo.InvariantCulture));
            using HttpResponseMessage response = await http.GetAsync(address, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                return Failed(carrier, QuoteFailure.Status, $"it answered {(int)response.StatusCode}");
            }

            // An InvalidOperationException is a charset that does not exist.
            Quote quote = carrier.Format.Parse(await response.Content.ReadAsStringAsync(either.Token));
            return new() { Carrier = carrier.Name, Price = quote.Price, Days = quote.Days };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(carrier, QuoteFailure.Timeout, $"no answer within {carrier.Timeout.TotalSeconds:0.###} s");
        }
        catch (HttpRequestException e)
        {
            return Failed(carrier, QuoteFailure.Unreachable, e.Message);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            return Failed(carrier, QuoteFailure.Malformed, e.Message);
        }
    }

    private static CarrierAnswer Failed(Carrier carrier, QuoteFailure failure, string detail) =>
        new() { Carrier = carrier.Name, Failure = failure, Detail = detail };
}
