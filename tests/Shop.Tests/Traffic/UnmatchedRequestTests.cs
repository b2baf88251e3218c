using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Shop.Tests.Support;

namespace Shop.Tests.Traffic;

/// <summary>What nobody has an answer for: it is answered by the proxy, explained, and never leaves the machine.</summary>
[DistributedTestClass<Projects.AppHost>]
public sealed class UnmatchedRequestTests
{
    private static void ConfigureApp(IDistributedApplicationBuilder builder) => builder.Api.WithQuickRetries(attempts: 1);

    [TestMethod]
    public async Task A_service_that_calls_somebody_unknown_fails_and_the_test_is_told_what_is_missing(TestApp app)
    {
        using ShopClient shop = new(app);

        Guid id = await shop.PlaceOrderAsync();

        Order order = await shop.WaitForAsync(id, "failed");
        Assert.AreEqual("charge given up after attempt 1: Response status code does not indicate success: 502 (Bad Gateway).", order.Reason);
        RecordedExchange charge = Assert.ContainsSingle(app.Proxy.Exchanges);
        Assert.AreEqual((ExchangeOutcome.Unmatched, 502), (charge.Outcome, charge.Response!.Status));
        ProxyProblem problem = Assert.ContainsSingle(app.Proxy.Problems);
        Assert.AreEqual(("TO2301", (long?)charge.Number), (problem.Code, problem.Exchange));
    }

    [TestMethod]
    public async Task The_explanation_names_the_request_the_nearest_mock_and_the_remedy(TestApp app)
    {
        app.Proxy.When(r => r.Post("https://api.example.com/v2/orders")).Respond(j => j.Status(201));
        using HttpClient anybody = Outside(app);

        using HttpResponseMessage answer = await anybody.GetAsync(new Uri("http://api.example.com/v1/orders"));

        Assert.AreEqual(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.AreEqual(
            $"""
            TO2301: No mock fits GET http://api.example.com/v1/orders, and session '{app.Id}/proxy' lets only those to loopback addresses and localhost through (UnmatchedRequests.LoopbackOnly).
            It belongs to scope '{app.Proxy.Name}', where 1 mock is in effect.
              POST https://api.example.com/v2/orders (scope '{app.Proxy.Name}')
                method: expected POST, seen GET
                scheme: expected https, seen http
                host: expected api.example.com:443, seen api.example.com:80
                path: expected /v2/orders, seen /v1/orders
            To answer it, add a mock: app.Proxy.When(r => r.Get("http://api.example.com/v1/orders")).Respond(j => j.Status(200)); to let it through, say WithUnmatchedRequests(UnmatchedRequests.Forward) of 'proxy' in the app host.
            """,
            (await answer.Content.ReadAsStringAsync()).TrimEnd());
    }

    [TestMethod]
    public async Task It_never_leaves_the_machine(TestApp app)
    {
        if (OutwardAddress() is not { } outward)
        {
            Assert.Inconclusive("This machine has no address but loopback ones: nothing could leave it.");
            return;
        }

        // A server at the address by which the machine is known outside. What reaches it has passed the network's front door.
        using TcpListener server = new(outward, 0);
        server.Start();
        using HttpClient anybody = Outside(app);

        using HttpResponseMessage answer = await anybody.GetAsync(new Uri($"http://{server.LocalEndpoint}/"));

        Assert.AreEqual(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.IsFalse(server.Pending(), "The request has reached the server.");
        using TcpClient direct = new();
        await direct.ConnectAsync((IPEndPoint)server.LocalEndpoint);
        Assert.IsTrue(server.Pending(), "Not even a direct connection reaches the server: the test would have seen nothing.");
    }

    [TestMethod]
    public async Task What_the_machine_itself_serves_can_be_called(TestApp app)
    {
        using HttpClient anybody = Outside(app);

        using HttpResponseMessage answer = await anybody.GetAsync(new Uri(app.GetEndpoint("api"), "health"));

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual(ExchangeOutcome.Forwarded, Assert.ContainsSingle(app.Proxy.Exchanges).Outcome);
    }

    // A client that calls outside, as services do: through the proxy.
    private static HttpClient Outside(TestApp app) =>
        new(new SocketsHttpHandler { Proxy = new WebProxy(app.GetEndpoint("proxy")) }) { Timeout = TimeSpan.FromSeconds(10) };

    private static IPAddress? OutwardAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
}
