using System.Net;
using System.Text.Json;
using Shop.Api.Orders;
using Shop.Api.Outbox;

namespace Shop.Api.Payments;

/// <summary>Charges an order. The id of the order is the idempotency key, so that the provider charges once however often it is asked.</summary>
internal sealed class ChargeOrder(IHttpClientFactory clients) : IOrderStep
{
    public const string ClientName = "payments";

    public async Task<StepOutcome> RunAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        using HttpClient http = clients.CreateClient(ClientName);
        using HttpRequestMessage request = new(HttpMethod.Post, "charges")
        {
            Content = JsonContent.Create(new { message.OrderId, message.Sku, message.Quantity, message.Amount, message.Currency, message.Customer }),
        };
        request.Headers.Add("Idempotency-Key", message.OrderId.ToString());

        using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.PaymentRequired)
        {
            // First the stock, then the status: see ReleaseStock.
            return new() { Reason = await ReasonAsync(response, cancellationToken), Next = OutboxStep.Release };
        }

        response.EnsureSuccessStatusCode();
        Charge? charge = await response.Content.ReadFromJsonAsync<Charge>(cancellationToken);
        return charge is { Id.Length: > 0 }
            ? new() { Status = OrderStatus.Charged, ChargeId = charge.Id, Next = OutboxStep.Ship }
            : throw new JsonException("The payment provider answered with a charge that has no id.");
    }

    // A declined charge is declined, whether or not the provider says why in a way we understand.
    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        const string Unknown = "declined";

        try
        {
            return (await response.Content.ReadFromJsonAsync<Decline>(cancellationToken))?.Reason ?? Unknown;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // no JSON, or in a charset that does not exist
        {
            return Unknown;
        }
    }

    private sealed record Charge(string? Id);

    private sealed record Decline(string? Reason);
}
