using System.Text.Json;
using Shop.Api.Orders;
using Shop.Api.Outbox;

namespace Shop.Api.Fulfilment;

/// <summary>Asks Shop.Fulfilment to ship a paid order. It ships once however often it is asked.</summary>
internal sealed class ShipOrder(IHttpClientFactory clients) : IOrderStep
{
    public const string ClientName = "fulfilment";

    /// <summary>Gets the address of Shop.Fulfilment, by the name that service discovery knows it by.</summary>
    public static Uri BaseAddress => new($"https+http://{ClientName}");

    public async Task<StepOutcome> RunAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        using HttpClient http = clients.CreateClient(ClientName);
        using HttpResponseMessage response = await http.PostAsJsonAsync(
            "shipments", new { message.OrderId, message.Sku, message.Quantity }, cancellationToken);

        response.EnsureSuccessStatusCode();
        Shipment shipment = await response.Content.ReadFromJsonAsync<Shipment>(cancellationToken)
            ?? throw new JsonException("Shop.Fulfilment answered without a shipment.");
        return new() { Status = OrderStatus.Fulfilled, ShipmentId = shipment.Id, Carrier = shipment.Carrier };
    }

    private sealed record Shipment(Guid Id, string Carrier);
}
