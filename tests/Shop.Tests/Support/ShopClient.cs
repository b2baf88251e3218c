using System.Net;

namespace Shop.Tests.Support;

/// <summary>The shop as its customers use it.</summary>
internal sealed class ShopClient : IDisposable
{
    private readonly TestApp _app;

    public ShopClient(TestApp app)
        : this(app, app.CreateHttpClient("api"))
    {
    }

    private ShopClient(TestApp app, HttpClient http) => (_app, Http) = (app, http);

    public HttpClient Http { get; }

    /// <summary>Makes a customer who tries again when the shop says that it is out of service.</summary>
    public static ShopClient Patient(TestApp app) => new(app, Patience.CreateHttpClient(app, "api"));

    /// <summary>Places an order that the shop accepts.</summary>
    public async Task<Guid> PlaceOrderAsync(string sku = "book", int quantity = 1, string? customer = null, string? key = null)
    {
        using HttpResponseMessage answer = await SendOrderAsync(new { sku, quantity, customer }, key);
        return (await ReadAcceptedAsync(answer)).Id;
    }

    /// <summary>Places an order that the shop refuses.</summary>
    public async Task<Refusal> PlaceRefusedOrderAsync(string sku = "book", int quantity = 1, string? customer = null, string? key = null)
    {
        using HttpResponseMessage answer = await SendOrderAsync(new { sku, quantity, customer }, key);
        return await Refusal.ReadAsync(answer);
    }

    /// <summary>Sends an order, whatever the answer.</summary>
    public async Task<HttpResponseMessage> SendOrderAsync(object order, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "orders") { Content = JsonContent.Create(order) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await Http.SendAsync(request);
    }

    public async Task<Order> GetOrderAsync(Guid id) => (await Http.GetFromJsonAsync<Order>($"orders/{id}"))!;

    public async Task<Order[]> ListOrdersAsync(string? status = null) =>
        (await Http.GetFromJsonAsync<Order[]>(status is null ? "orders" : $"orders?status={status}"))!;

    public async Task<Product> GetProductAsync(string sku) => (await Http.GetFromJsonAsync<Product>($"products/{sku}"))!;

    /// <summary>Gets how much of a product is left.</summary>
    public async Task<long> CountAsync(string sku) => (await GetProductAsync(sku)).Remaining;

    /// <summary>Waits until an order has a status, and gets it.</summary>
    public Task<Order> WaitForAsync(Guid order, string status) =>
        OrderWatch.WaitAsync(_app, this, order, $"to be {status}", o => o.Status == status);

    /// <summary>Waits until something is true of an order, and gets it.</summary>
    public Task<Order> WaitForAsync(Guid order, string what, Predicate<Order> isTrue) => OrderWatch.WaitAsync(_app, this, order, what, isTrue);

    public void Dispose() => Http.Dispose();

    public static async Task<(Guid Id, string Status)> ReadAcceptedAsync(HttpResponseMessage answer)
    {
        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        Accepted accepted = (await answer.Content.ReadFromJsonAsync<Accepted>())!;
        return (accepted.Id, accepted.Status);
    }

    private sealed record Accepted(Guid Id, string Status);
}
