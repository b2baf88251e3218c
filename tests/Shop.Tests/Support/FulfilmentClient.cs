
namespace Shop.Tests.Support;

/// <summary>Shop.Fulfilment as the shop's other services, and those who work there, use it.</summary>
internal sealed class FulfilmentClient(TestApp app) : IDisposable
{
    public HttpClient Http { get; } = app.CreateHttpClient("fulfilment");

    /// <summary>Asks for a shipment, whatever the answer.</summary>
    public Task<HttpResponseMessage> SendAsync(Guid orderId, string? sku = "book", int quantity = 1) =>
        Http.PostAsJsonAsync("shipments", new { orderId, sku, quantity });

    /// <summary>Gets the shipment of an order.</summary>
    public async Task<Shipment> GetShipmentAsync(Guid orderId) => (await Http.GetFromJsonAsync<Shipment>($"shipments/{orderId}"))!;

    public void Dispose() => Http.Dispose();
}
